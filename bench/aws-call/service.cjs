/**
 * Sends DynamoDB calls that never leave the process: a stub answers in place of the network. Prints microseconds of CPU
 * per call, the least of several windows.
 */
const { DynamoDBClient, GetItemCommand } = require('@aws-sdk/client-dynamodb');
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

const CALLS = 400;
const WINDOWS = 8;

async function run(count) {
  for (let call = 0; call < count; call += 1)
    await client.send(new GetItemCommand({ TableName: 'orders', Key: { id: { S: '17' } } }));
}

async function main() {
  await run(2 * CALLS);
  const micros = [];
  for (let window = 0; window < WINDOWS; window += 1) {
    const before = process.cpuUsage();
    await run(CALLS);
    const { user, system } = process.cpuUsage(before);
    micros.push((user + system) / CALLS);
  }
  console.log(JSON.stringify({ micros: Math.min(...micros) }));
  process.exit();
}
void main();
