'use strict';

// The service of the tutorial in README.md: the roles that a user can have, from DynamoDB.

const { BatchGetItemCommand, DynamoDBClient, ScanCommand } = require('@aws-sdk/client-dynamodb');
const express = require('express');
const { capture, metadata, setSegmentName } = require('otel-xray');

const dynamodb = new DynamoDBClient({
  region: 'us-east-1',
  endpoint: process.env.DYNAMODB_ENDPOINT ?? 'http://127.0.0.1:8000',
  // The local DynamoDB takes any credentials; these keep the SDK from looking for real ones.
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
});

const app = express();

app.get('/v1/auth/roles', async (request, response) => {
  setSegmentName('GetRoles');
  const { Items } = await dynamodb.send(new ScanCommand({ TableName: 'roles' }));
  const roles = Items.map((item) => ({ name: item.name.S, permissions: item.permissions.SS }));
  const details = await capture('BuildRolesDetail', () => buildRolesDetail(roles));
  response.json(details);
});

/** Replaces the names of permissions by their descriptions. */
async function buildRolesDetail(roles) {
  const names = [...new Set(roles.flatMap((role) => role.permissions))];
  const { Responses } = await dynamodb.send(
    new BatchGetItemCommand({ RequestItems: { permissions: { Keys: names.map((name) => ({ name: { S: name } })) } } }),
  );
  const descriptions = new Map(Responses.permissions.map((item) => [item.name.S, item.description.S]));
  const details = roles.map(({ name, permissions }) => ({
    name,
    permissions: permissions.map((permission) => descriptions.get(permission) ?? permission),
  }));
  metadata('No. roles built', details.length);
  return details;
}

const server = app.listen(Number(process.env.PORT ?? 3000), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}`);
});
