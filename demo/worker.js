'use strict';

// The worker: takes orders from the queue and writes a receipt for each. Every message brings the trace header of
// the request that sent it; `withSegment` makes the work a part of that very trace.

const AWS = require('aws-sdk');
const { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } = require('@aws-sdk/client-sqs');
const { annotate, withSegment } = require('otel-xray');
const { awsSettings } = require('./aws-settings.js');

const { ORDERS_QUEUE_URL, S3_ENDPOINT, SQS_ENDPOINT } = process.env;

const sqs = new SQSClient(awsSettings(SQS_ENDPOINT));
const s3 = new AWS.S3({ ...awsSettings(S3_ENDPOINT), s3ForcePathStyle: true });
const stopping = new AbortController();

async function work() {
  while (!stopping.signal.aborted) {
    for (const message of await receive()) {
      const header = message.Attributes?.AWSTraceHeader;
      await withSegment('worker', () => writeReceipt(message), { header });
    }
  }
}

async function receive() {
  const command = new ReceiveMessageCommand({
    QueueUrl: ORDERS_QUEUE_URL,
    MessageSystemAttributeNames: ['AWSTraceHeader'],
    WaitTimeSeconds: 20,
  });
  try {
    const { Messages } = await sqs.send(command, { abortSignal: stopping.signal });
    return Messages ?? [];
  } catch (error) {
    if (stopping.signal.aborted) return [];
    throw error;
  }
}

async function writeReceipt(message) {
  const order = JSON.parse(message.Body);
  annotate('order', order.id);
  const text = `Order ${order.id}: ${order.quantity} x ${order.sku}, ${(order.totalCents / 100).toFixed(2)} EUR\n`;
  await s3.putObject({ Bucket: 'receipts', Key: `${order.id}.txt`, Body: text }).promise();
  await sqs.send(new DeleteMessageCommand({ QueueUrl: ORDERS_QUEUE_URL, ReceiptHandle: message.ReceiptHandle }));
}

process.on('SIGTERM', () => stopping.abort());
process.on('SIGINT', () => stopping.abort());
console.log(`waiting for orders at ${ORDERS_QUEUE_URL}`);
work().catch((error) => {
  console.error(`cannot go on: ${error.message}`);
  process.exitCode = 1;
});
