// A service that serves one request with one DynamoDB call of the AWS SDK v3, and then ends.
const http = require('node:http');
const { DynamoDBClient, GetItemCommand } = require('@aws-sdk/client-dynamodb');

const dynamodb = new DynamoDBClient({ region: 'eu-west-1', endpoint: process.env.AWS_STAND_IN });
const getOrder = (id) => dynamodb.send(new GetItemCommand({ TableName: 'orders', Key: { id: { S: id } } }));

const server = http.createServer(async (_request, response) => {
  const { Item } = await getOrder('7');
  response.end(JSON.stringify(Item));
  server.close();
});
server.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ port: server.address().port })));
