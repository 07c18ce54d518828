'use strict';

// A service on version 2 of the AWS SDK, once with a promise and once with a callback.

const AWS = require('aws-sdk');
const express = require('express');

const users = new AWS.DynamoDB.DocumentClient({
  region: 'us-east-1',
  endpoint: process.env.DYNAMODB_ENDPOINT ?? 'http://127.0.0.1:8000',
  // The local DynamoDB takes any credentials; these keep the SDK from looking for real ones.
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  params: { TableName: 'users' },
});

const app = express();
app.use(express.json());

app.get('/users/:id', async (request, response) => {
  const { Item } = await users.get({ Key: { id: request.params.id } }).promise();
  if (Item === undefined) response.status(404).json({ error: 'There is no such user.' });
  else response.json(Item);
});

app.put('/users/:id', (request, response, next) => {
  const user = { id: request.params.id, name: String(request.body.name) };
  users.put({ Item: user }, (error) => {
    if (error) next(error);
    else response.json(user);
  });
});

const server = app.listen(Number(process.env.PORT ?? 3000), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}`);
});
