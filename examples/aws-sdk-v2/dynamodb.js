'use strict';

// A DynamoDB on this machine (dynalite, in memory) with the table that app.js uses.

const AWS = require('aws-sdk');
const dynalite = require('dynalite');

const port = Number(process.env.DYNAMODB_PORT ?? 8000);
const server = dynalite({ createTableMs: 0 });

server.listen(port, '127.0.0.1', async () => {
  const endpoint = `http://127.0.0.1:${server.address().port}`;
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const dynamodb = new AWS.DynamoDB({ region: 'us-east-1', endpoint, credentials });
  await dynamodb
    .createTable({
      TableName: 'users',
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      BillingMode: 'PAY_PER_REQUEST',
    })
    .promise();
  await dynamodb.putItem({ TableName: 'users', Item: { id: { S: 'ada' }, name: { S: 'Ada Lovelace' } } }).promise();
  console.log(`listening on ${endpoint}`);
});
