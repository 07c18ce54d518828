/**
 * Sends DynamoDB calls that never leave the process: a stub answers in place of the network. The same client makes them
 * as the SDK alone would and as it is traced, in short windows that take turns, so that what is compared ran in one
 * process, on one compiled SDK, at the same moment. Sends all windows: microseconds of CPU per call, by name.
 */
const Module = require('node:module');
const { SpanKind, trace } = require('@opentelemetry/api');
const { Readable } = require('node:stream');

const [rounds, callsPerWindow, warmUpCalls] = process.argv.slice(2).map(Number);

// Loaded past the hooks, so that its own `send` is seen before it is replaced.
const sdkRequire = Module.createRequire(require.resolve('@aws-sdk/client-dynamodb'));
const { Client } = Module._load(sdkRequire.resolve('@smithy/core/client'), module);
const bareSend = Client.prototype.send;
const { DynamoDBClient, GetItemCommand } = require('@aws-sdk/client-dynamodb');
const tracedSend = Reflect.get(DynamoDBClient.prototype, 'send');
if (tracedSend === bareSend) throw new Error('The SDK is not traced.');

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

async function alone(send, count) {
  for (let index = 0; index < count; index += 1)
    await send.call(client, new GetItemCommand({ TableName: 'orders', Key: { id: { S: '17' } } }));
}

/** Below one span, as in a server. */
async function inRequest(send, count) {
  await trace.getTracer('bench').startActiveSpan('request', { kind: SpanKind.SERVER }, async (span) => {
    await alone(send, count);
    span.end();
  });
}

const subjects = [
  { name: 'uninstrumented', run: (count) => inRequest(bareSend, count) },
  { name: 'control', run: (count) => inRequest(bareSend, count) },
  { name: 'inside a request', run: (count) => inRequest(tracedSend, count) },
  { name: 'alone', run: (count) => alone(tracedSend, count) },
];

async function measure() {
  for (let done = 0; done < warmUpCalls; done += callsPerWindow)
    await subjects[next(subjects.length)].run(callsPerWindow);
  const windows = Object.fromEntries(subjects.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const { name, run } of shuffled(subjects)) {
      const before = process.cpuUsage();
      await run(callsPerWindow);
      const { user, system } = process.cpuUsage(before);
      windows[name].push((user + system) / callsPerWindow);
    }
  }
  process.send(windows, () => process.exit());
}

function next(limit) {
  return Math.floor(Math.random() * limit);
}

/** None is always the one that follows another. */
function shuffled(values) {
  const left = [...values];
  return values.map(() => left.splice(next(left.length), 1)[0]);
}

void measure();
