'use strict';

// The shop: an ordinary Express application on DynamoDB, SQS, S3 and PostgreSQL. Nothing in here starts tracing;
// the flag does that. otel-xray is required only for the span helpers, most of them in the daily report.

const AWS = require('aws-sdk');
const express = require('express');
const { Pool } = require('pg');
const { DynamoDBClient, GetItemCommand, ScanCommand, UpdateItemCommand } = require('@aws-sdk/client-dynamodb');
const { SQSClient, SendMessageCommand } = require('@aws-sdk/client-sqs');
const { annotate, capture, metadata, traceId } = require('otel-xray');
const { awsSettings } = require('./aws-settings.js');
const { serve } = require('./serve.js');

const { DATABASE_URL, DYNAMODB_ENDPOINT, ORDERS_QUEUE_URL, PRICING_URL, S3_ENDPOINT, SQS_ENDPOINT } = process.env;
const COUPONS = { SPRING: { percent: 10 }, FRIENDS: { percent: 25 } };
const SIMULATED_DAYS = 3_000_000;

// Nobody waits at the counter for longer than three tries take.
const dynamodb = new DynamoDBClient({ ...awsSettings(DYNAMODB_ENDPOINT), maxAttempts: 3 });
const sqs = new SQSClient(awsSettings(SQS_ENDPOINT));
// Receipts are the oldest part of the shop, still on version 2 of the AWS SDK.
const s3 = new AWS.S3({ ...awsSettings(S3_ENDPOINT), s3ForcePathStyle: true });
const database = new Pool({ connectionString: DATABASE_URL });

const app = express();
app.use(express.json());

app.get('/products', async (request, response) => {
  const { Items } = await dynamodb.send(new ScanCommand({ TableName: 'products' }));
  response.json(Items.map(({ sku, title }) => ({ sku: sku.S, title: title.S })));
});

app.get('/products/:sku', async (request, response) => {
  const key = { sku: { S: request.params.sku } };
  const { Item } = await dynamodb.send(new GetItemCommand({ TableName: 'products', Key: key }));
  if (Item === undefined) return response.status(404).json({ error: 'We do not sell that.' });
  return response.json({ sku: Item.sku.S, title: Item.title.S });
});

app.put('/carts/:id', async (request, response) => {
  try {
    await dynamodb.send(
      new UpdateItemCommand({
        TableName: 'carts',
        Key: { id: { S: request.params.id } },
        UpdateExpression: 'SET sku = :sku',
        ExpressionAttributeValues: { ':sku': { S: String(request.body.sku) } },
      }),
    );
    return response.json({ cart: request.params.id, sku: request.body.sku });
  } catch (error) {
    if (error.name !== 'ProvisionedThroughputExceededException') throw error;
    return response.status(429).json({ error: 'The shop is full, please come back in a moment.' });
  }
});

app.post('/orders', async (request, response) => {
  const { sku, quantity, coupon } = request.body;
  const answer = await fetch(`${PRICING_URL}/prices/${encodeURIComponent(sku)}`);
  if (!answer.ok) return response.status(400).json({ error: `There is no price for "${sku}".` });
  const { cents } = await answer.json();
  const totalCents = discount(cents * quantity, coupon);
  const { rows } = await database.query(
    'INSERT INTO orders (sku, quantity, total_cents) VALUES ($1, $2, $3) RETURNING id',
    [sku, quantity, totalCents],
  );
  const order = { id: rows[0].id, sku, quantity, totalCents };
  await sqs.send(new SendMessageCommand({ QueueUrl: ORDERS_QUEUE_URL, MessageBody: JSON.stringify(order) }));
  return response.status(201).json(order);
});

app.get('/orders/:id', async (request, response) => {
  const { rows } = await database.query('SELECT id, sku, quantity, total_cents FROM orders WHERE id = $1', [
    request.params.id,
  ]);
  if (rows.length === 0) return response.status(404).json({ error: 'There is no such order.' });
  return response.json(rows[0]);
});

app.get('/orders/:id/receipt', async (request, response) => {
  const receipt = await s3.getObject({ Bucket: 'receipts', Key: `${request.params.id}.txt` }).promise();
  response.type('text/plain').send(receipt.Body);
});

app.get('/reports/daily', async (request, response) => {
  const { rows } = await database.query('SELECT sku, quantity, total_cents FROM orders');
  response.json(capture('BuildDailyReport', () => buildDailyReport(rows)));
});

app.use((error, request, response, _next) => {
  console.error(`${request.method} ${request.originalUrl} failed: ${error.message}`);
  response.status(500).json({ error: 'Something broke on our side.', trace: traceId() });
});

/** The price after the coupon. An unknown coupon breaks it: a bug, left in to be found in its trace. */
function discount(cents, coupon) {
  if (coupon === undefined) return cents;
  return Math.round(cents * (1 - COUPONS[coupon].percent / 100));
}

/** The slow part: replays the day's orders over and over, and says with each span how much work that was. */
function buildDailyReport(orders) {
  annotate('orders', orders.length);
  let best = 0;
  let sum = 0;
  let seed = 1;
  for (let day = 0; day < SIMULATED_DAYS; day += 1) {
    seed = (seed * 48_271) % 2_147_483_647;
    const cents = orders[seed % orders.length].total_cents * ((seed % 7) + 1);
    sum += cents;
    best = Math.max(best, cents);
  }
  const report = { orders: orders.length, averageCents: Math.round(sum / SIMULATED_DAYS), bestCents: best };
  metadata('report', report);
  metadata('simulated days', SIMULATED_DAYS, 'work');
  return report;
}

serve(app, () => database.end());
