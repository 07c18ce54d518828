'use strict';

const QUEUE_URL = 'https://sqs.eu-west-1.amazonaws.com/123456789012/orders';
const TOPIC_ARN = 'arn:aws:sns:eu-west-1:123456789012:order-events';
const FUNCTION_ARN = 'arn:aws:lambda:eu-west-1:123456789012:function:price';
const MACHINE_ARN = 'arn:aws:states:eu-west-1:123456789012:stateMachine:checkout';
const TABLE_ARN = 'arn:aws:dynamodb:eu-west-1:123456789012:table/orders';

/** Calls by the AWS SDK, versions 3 and 2. What fails is caught. */
module.exports = function addRoutes(context) {
  const settings = {
    endpoint: context.env.AWS_URL,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'SECRET' },
  };
  serve('/v3', version3(context, settings), context.app);
  serve('/v2', version2(context, settings), context.app);
};

function serve(prefix, calls, app) {
  app.get(`${prefix}/:call`, async (request, response) => {
    await calls[request.params.call]().catch(() => {});
    response.send('ok');
  });
}

const key = { id: { S: '1' } };

function version3(context, settings) {
  const make = (Client, more = {}) => context.code.client(new Client({ ...settings, maxAttempts: 1, ...more }));
  const dynamoDb = make(context.DynamoDBClient);
  const patient = make(context.DynamoDBClient, { maxAttempts: 3 });
  const refused = make(context.DynamoDBClient, { endpoint: context.env.REFUSED_URL });
  const s3 = make(context.S3Client, { forcePathStyle: true });
  const sqs = make(context.SQSClient, { useQueueUrlAsEndpoint: false });
  const get = (TableName) => new context.GetItemCommand({ TableName, Key: key });
  const inBucket = { Bucket: 'receipts', Key: '1.pdf' };
  return {
    get: () => dynamoDb.send(get('orders')),
    throttled: () => dynamoDb.send(get('throttled')),
    missing: () => dynamoDb.send(get('missing')),
    retried: () => patient.send(get('throttled-once')),
    refused: () => refused.send(get('orders')),
    'by-arn': () => dynamoDb.send(get(TABLE_ARN)),
    batch: () =>
      dynamoDb.send(
        new context.BatchGetItemCommand({ RequestItems: { orders: { Keys: [key] }, roles: { Keys: [key] } } }),
      ),
    's3-put': () => s3.send(new context.PutObjectCommand({ ...inBucket, Body: 'x' })),
    's3-missing': () => s3.send(new context.GetObjectCommand({ ...inBucket, Key: 'missing.pdf' })),
    's3-slow-down': () => s3.send(new context.GetObjectCommand({ ...inBucket, Key: 'slow-down.pdf' })),
    send: () => sqs.send(new context.SendMessageCommand({ QueueUrl: QUEUE_URL, MessageBody: 'x' })),
    receive: () => sqs.send(new context.ReceiveMessageCommand({ QueueUrl: QUEUE_URL, MessageAttributeNames: ['All'] })),
    sns: () => make(context.SNSClient).send(new context.PublishCommand({ TopicArn: TOPIC_ARN, Message: 'x' })),
    lambda: () =>
      make(context.LambdaClient).send(
        new context.InvokeCommand({ FunctionName: FUNCTION_ARN, Payload: Buffer.from('{}') }),
      ),
    'step-functions': () =>
      make(context.SFNClient).send(new context.StartExecutionCommand({ stateMachineArn: MACHINE_ARN, input: '{}' })),
    'event-bridge': () =>
      make(context.EventBridgeClient).send(
        new context.PutEventsCommand({
          Entries: [{ Source: 'shop', DetailType: 'order', Detail: '{}', EventBusName: 'shop-bus' }],
        }),
      ),
  };
}

function version2({ AWS }, settings) {
  const options = { ...settings, maxRetries: 0 };
  const dynamoDb = new AWS.DynamoDB(options);
  const s3 = new AWS.S3({ ...options, s3ForcePathStyle: true });
  const get = (TableName) => dynamoDb.getItem({ TableName, Key: key }).promise();
  return {
    get: () => get('orders'),
    throttled: () => get('throttled'),
    missing: () => get('missing'),
    s3: () => s3.putObject({ Bucket: 'receipts', Key: '1.pdf', Body: 'x' }).promise(),
    sqs: () => new AWS.SQS(options).sendMessage({ QueueUrl: QUEUE_URL, MessageBody: 'x' }).promise(),
  };
}
