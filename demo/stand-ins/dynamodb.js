'use strict';

const dynalite = require('dynalite');
const { CreateTableCommand, DynamoDBClient, PutItemCommand } = require('@aws-sdk/client-dynamodb');
const { awsSettings } = require('../aws-settings.js');
const { startProxy } = require('./proxy.js');
const { createThrottle } = require('./throttle.js');

const PRODUCTS = [
  { sku: 'tea', title: 'A pound of Darjeeling', cents: 1290 },
  { sku: 'kettle', title: 'Copper kettle', cents: 6900 },
  { sku: 'cup', title: 'Cup without a handle', cents: 850 },
];

/** Starts DynamoDB (dynalite behind a proxy that can throttle) with the shop's tables, filled. */
async function startDynamodb() {
  const server = dynalite({ createTableMs: 0 });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address();
  await fill(`http://127.0.0.1:${port}`);
  const throttle = createThrottle();
  const proxy = await startProxy(port, (request, body, forward) => throttle(request, body) ?? forward());
  return {
    url: proxy.url,
    close: async () => {
      await proxy.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function fill(endpoint) {
  const client = new DynamoDBClient(awsSettings(endpoint));
  await createTable(client, 'products', 'sku');
  await createTable(client, 'prices', 'sku');
  await createTable(client, 'carts', 'id');
  for (const { sku, title, cents } of PRODUCTS) {
    await put(client, 'products', { sku: { S: sku }, title: { S: title } });
    await put(client, 'prices', { sku: { S: sku }, cents: { N: String(cents) } });
  }
  client.destroy();
}

function createTable(client, name, key) {
  return client.send(
    new CreateTableCommand({
      TableName: name,
      KeySchema: [{ AttributeName: key, KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: key, AttributeType: 'S' }],
      BillingMode: 'PAY_PER_REQUEST',
    }),
  );
}

function put(client, table, item) {
  return client.send(new PutItemCommand({ TableName: table, Item: item }));
}

module.exports = { startDynamodb };
