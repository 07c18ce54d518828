/**
 * Sends DynamoDB calls that never leave the process: a stub answers in place of the network. At each message it answers
 * with the microseconds of CPU per call of one more window; with `inside a request`, below one span, as in a server.
 */
const { DynamoDBClient, GetItemCommand } = require('@aws-sdk/client-dynamodb');
const { SpanKind, trace } = require('@opentelemetry/api');
const { Readable } = require('node:stream');

const answer = Buffer.from('{"Item":{"id":{"S":"17"},"name":{"S":"desk"}}}');
const client = new DynamoDBClient({
  region: 'eu-central-1',
  credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
  maxAttempts: 1,
  requestHandler: {
    handle: async () => ({
      response: { statusCode: 200, headers: { 'x-amzn-requestid': 'R1' }, body: Readable.from([answer]) },
    }),
    destroy() {},
  },
});

const CALLS = 500;
const WARM_UP_CALLS = 8000;
const isInRequest = process.argv[2] === 'inside a request';

async function call(count) {
  for (let index = 0; index < count; index += 1)
    await client.send(new GetItemCommand({ TableName: 'orders', Key: { id: { S: '17' } } }));
}

async function run(count) {
  if (!isInRequest) return call(count);
  await trace.getTracer('bench').startActiveSpan('request', { kind: SpanKind.SERVER }, async (span) => {
    await call(count);
    span.end();
  });
}

process.on('message', async () => {
  const before = process.cpuUsage();
  await run(CALLS);
  const { user, system } = process.cpuUsage(before);
  process.send((user + system) / CALLS);
});
void run(WARM_UP_CALLS).then(() => process.send('ready'));
