'use strict';

// The pricing service: a plain node:http server with one route, in a process of its own.

const { DynamoDBClient, GetItemCommand } = require('@aws-sdk/client-dynamodb');
const { awsSettings } = require('./aws-settings.js');
const { serve } = require('./serve.js');

const dynamodb = new DynamoDBClient(awsSettings(process.env.DYNAMODB_ENDPOINT));

async function answer(request, response) {
  const sku = /^\/prices\/([^/]+)$/.exec(request.url)?.[1];
  if (sku === undefined) return reply(response, 404, { error: 'Ask for /prices/<sku>.' });
  const key = { sku: { S: decodeURIComponent(sku) } };
  const { Item } = await dynamodb.send(new GetItemCommand({ TableName: 'prices', Key: key }));
  if (Item === undefined) return reply(response, 404, { error: 'No price is known.' });
  return reply(response, 200, { sku: Item.sku.S, cents: Number(Item.cents.N) });
}

function reply(response, status, body) {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

serve((request, response) => {
  answer(request, response).catch((error) => {
    console.error(`${request.method} ${request.url} failed: ${error.message}`);
    reply(response, 500, { error: 'Something broke on our side.' });
  });
});
