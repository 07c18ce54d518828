'use strict';

// A DynamoDB on this machine (dynalite, in memory) with the tables of the tutorial.

const { CreateTableCommand, DynamoDBClient, PutItemCommand } = require('@aws-sdk/client-dynamodb');
const dynalite = require('dynalite');

const ROLES = { admin: ['read', 'write', 'invite'], editor: ['read', 'write'], guest: ['read'] };
const PERMISSIONS = { read: 'May read everything', write: 'May change articles', invite: 'May bring friends' };

const server = dynalite({ createTableMs: 0 });

server.listen(Number(process.env.DYNAMODB_PORT ?? 8000), '127.0.0.1', async () => {
  const endpoint = `http://127.0.0.1:${server.address().port}`;
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new DynamoDBClient({ region: 'us-east-1', endpoint, credentials });
  for (const TableName of ['roles', 'permissions']) {
    await client.send(
      new CreateTableCommand({
        TableName,
        KeySchema: [{ AttributeName: 'name', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'name', AttributeType: 'S' }],
        BillingMode: 'PAY_PER_REQUEST',
      }),
    );
  }
  for (const [name, permissions] of Object.entries(ROLES)) {
    const Item = { name: { S: name }, permissions: { SS: permissions } };
    await client.send(new PutItemCommand({ TableName: 'roles', Item }));
  }
  for (const [name, description] of Object.entries(PERMISSIONS)) {
    const Item = { name: { S: name }, description: { S: description } };
    await client.send(new PutItemCommand({ TableName: 'permissions', Item }));
  }
  client.destroy();
  console.log(`listening on ${endpoint}`);
});
