// Does with the AWS SDK v3 of the folder AWS_SDK what applications do with it, one after another in one request, and
// prints what came of each.
const { createRequire } = require('node:module');
const { trace } = require('@opentelemetry/api');
const sdk = createRequire(`${process.env.AWS_SDK}/package.json`);

const settings = {
  endpoint: process.env.AWS_STAND_IN,
  region: 'eu-west-1',
  credentials: { accessKeyId: 'AKID', secretAccessKey: 'SECRET' },
};
const dynamodb = sdk('@aws-sdk/client-dynamodb');
const lib = sdk('@aws-sdk/lib-dynamodb');
const sqs = sdk('@aws-sdk/client-sqs');
const s3 = sdk('@aws-sdk/client-s3');
const { getSignedUrl } = sdk('@aws-sdk/s3-request-presigner');

const item = { TableName: 'roles', Key: { id: { S: '1' } } };
const client = new dynamodb.DynamoDBClient(settings);
const documents = lib.DynamoDBDocumentClient.from(client);
const bucket = new s3.S3Client({ ...settings, forcePathStyle: true });
const object = { Bucket: 'receipts', Key: '1.pdf' };
const activeSpan = () => trace.getActiveSpan()?.spanContext().spanId;

const steps = {
  send: async () => (await client.send(new dynamodb.GetItemCommand(item))).Item.id.S,
  again: async () => (await client.send(new dynamodb.GetItemCommand(item))).Item.id.S,
  aggregated: async () => (await new dynamodb.DynamoDB(settings).getItem(item)).Item.id.S,
  callback: () =>
    new Promise((resolve) => {
      new dynamodb.DynamoDB(settings).getItem(item, (error, output) => {
        resolve([error, output.Item.id.S, activeSpan() === requestSpan]);
      });
    }),
  document: async () => (await documents.send(new lib.GetCommand({ TableName: 'roles', Key: { id: '1' } }))).Item.id,
  documents: async () =>
    (await lib.DynamoDBDocument.from(client).get({ TableName: 'roles', Key: { id: '1' } })).Item.id,
  pages: async () => {
    let count = 0;
    for await (const page of dynamodb.paginateScan({ client }, { TableName: 'pages' })) count += page.Items.length;
    return count;
  },
  waiter: async () =>
    (await dynamodb.waitUntilTableExists({ client, maxWaitTime: 60, minDelay: 1 }, { TableName: 'roles' })).state,
  throttled: async () => (await client.send(new dynamodb.GetItemCommand({ ...item, TableName: 'busy' }))).Item.id.S,
  missing: () => client.send(new dynamodb.GetItemCommand({ ...item, TableName: 'missing' })).catch(({ name }) => name),
  aborted: () => {
    const controller = new AbortController();
    const sent = client.send(new dynamodb.GetItemCommand({ ...item, TableName: 'hangs' }), {
      abortSignal: controller.signal,
    });
    setTimeout(() => controller.abort(), 50);
    return sent.catch(({ name }) => name);
  },
  message: async () =>
    (
      await new sqs.SQSClient(settings).send(
        new sqs.SendMessageCommand({ QueueUrl: `${settings.endpoint}/1/mail`, MessageBody: 'hello' }),
      )
    ).MessageId,
  stream: async () => {
    const { Body } = await bucket.send(new s3.GetObjectCommand(object));
    let text = '';
    for await (const chunk of Body) text += chunk;
    return [text, activeSpan() === requestSpan];
  },
  // A signed URL goes to somebody else, who has no trace of ours.
  presigned: async () => {
    const command = new s3.GetObjectCommand(object);
    await (await bucket.send(command)).Body.resume();
    const urls = [await getSignedUrl(bucket, command), await getSignedUrl(bucket, new s3.GetObjectCommand(object))];
    return urls.map((url) => [/trace/i.test(url), new URL(url).searchParams.get('X-Amz-SignedHeaders')]);
  },
};

let requestSpan;
void trace.getTracer('app').startActiveSpan('request', async (span) => {
  requestSpan = activeSpan();
  const results = {};
  for (const [name, step] of Object.entries(steps)) {
    try {
      results[name] = await step();
    } catch (error) {
      results[name] = String(error.stack);
    }
  }
  span.end();
  console.log(JSON.stringify(results));
});
