import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { listen, type StandIn } from './listen.ts';

interface Answer {
  readonly status: number;
  readonly body: string;
  /** What a service of XML writes; those of JSON name their id otherwise. */
  readonly isXml?: boolean;
}

interface Message {
  readonly body: string;
  /** The system attribute; SQS itself makes it of the request's header where the request has none. */
  readonly traceHeader: string | undefined;
  readonly attributes: unknown;
}

/** AWS on 127.0.0.1, as far as the service of the score calls it. */
export interface AwsStandIn extends StandIn {
  /** Every request id that was answered. */
  readonly requestIds: string[];
  /** The `AWSTraceHeader` of each message that was sent. */
  readonly sentTraceHeaders: string[];
}

/** Starts DynamoDB, S3, SQS, SNS, Lambda, Step Functions and EventBridge on one port; they answer as AWS does. */
export async function startAws(): Promise<AwsStandIn> {
  const requestIds: string[] = [];
  const sentTraceHeaders: string[] = [];
  const messages: Message[] = [];
  let isThrottled = false;

  const answerDynamoDb = (operation: string, { TableName = '' }: Record<string, string>): Answer => {
    if (TableName === 'throttled-once') isThrottled = !isThrottled;
    if (TableName === 'throttled' || (TableName === 'throttled-once' && isThrottled)) {
      return failed('com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException', 'Slow down');
    }
    if (TableName === 'missing') {
      return failed('com.amazonaws.dynamodb.v20120810#ResourceNotFoundException', 'Requested resource not found');
    }
    return json(operation === 'BatchGetItem' ? { Responses: { orders: [], roles: [] } } : { Item: { id: { S: '1' } } });
  };

  const answerSqs = (operation: string, input: SqsInput, header: string | undefined): Answer => {
    if (operation === 'ReceiveMessage') return json({ Messages: messages.splice(0).map(toReceived) });
    const traceHeader = input.MessageSystemAttributes?.AWSTraceHeader?.StringValue ?? header;
    if (traceHeader !== undefined) sentTraceHeaders.push(traceHeader);
    messages.push({ body: input.MessageBody, traceHeader, attributes: input.MessageAttributes });
    return json({ MessageId: randomUUID(), MD5OfMessageBody: md5(input.MessageBody) });
  };

  const answer = (request: IncomingMessage, body: string): Answer => {
    const [, service = '', operation = ''] =
      /^(\w+?)(?:_\d+)?\.(\w+)$/.exec(String(request.headers['x-amz-target'])) ?? [];
    const header = request.headers['x-amzn-trace-id'] as string | undefined;
    if (service === 'DynamoDB') return answerDynamoDb(operation, JSON.parse(body) as Record<string, string>);
    if (service === 'AmazonSQS') return answerSqs(operation, JSON.parse(body) as SqsInput, header);
    if (service === 'AWSStepFunctions') {
      const executionArn = 'arn:aws:states:eu-west-1:123456789012:execution:checkout:1';
      return json({ executionArn, startDate: 1_700_000_000 });
    }
    if (service === 'AWSEvents') return json({ FailedEntryCount: 0, Entries: [{ EventId: '1' }] });
    if (request.url?.includes('/functions/')) return json({ cents: 7 });
    if (body.includes('Action=Publish')) return xml(PUBLISHED);
    return answerS3(request);
  };

  const server = createServer(async (request, response) => {
    const { status, body, isXml = false } = answer(request, await text(request));
    const id = randomUUID();
    requestIds.push(id);
    const headers = isXml
      ? { 'content-type': 'text/xml', 'x-amz-request-id': id, 'x-amzn-requestid': id, 'x-amz-id-2': `${id}==` }
      : { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-requestid': id };
    response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) }).end(body);
  });
  return { ...(await listen(server)), requestIds, sentTraceHeaders };
}

interface SqsInput {
  readonly MessageBody: string;
  readonly MessageAttributes?: unknown;
  readonly MessageSystemAttributes?: { readonly AWSTraceHeader?: { readonly StringValue?: string } };
}

function toReceived({ body, traceHeader, attributes }: Message): object {
  return {
    MessageId: randomUUID(),
    ReceiptHandle: 'receipt',
    Body: body,
    MD5OfBody: md5(body),
    ...(traceHeader !== undefined && { Attributes: { AWSTraceHeader: traceHeader } }),
    ...(attributes !== undefined && { MessageAttributes: attributes }),
  };
}

const PUBLISHED =
  '<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult><MessageId>1</MessageId>' +
  '</PublishResult><ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></PublishResponse>';

function answerS3({ url = '', method }: IncomingMessage): Answer {
  if (url.includes('missing.pdf')) return s3Error(404, 'NoSuchKey', 'The specified key does not exist.');
  if (url.includes('slow-down.pdf')) return s3Error(503, 'SlowDown', 'Please reduce your request rate.');
  return { status: 200, body: method === 'PUT' ? '' : 'receipt', isXml: true };
}

function s3Error(status: number, code: string, message: string): Answer {
  return { ...xml(`<Error><Code>${code}</Code><Message>${message}</Message></Error>`), status };
}

function failed(type: string, message: string): Answer {
  return { ...json({ __type: type, message }), status: 400 };
}

function json(body: object): Answer {
  return { status: 200, body: JSON.stringify(body) };
}

function xml(body: string): Answer {
  return { status: 200, body: `<?xml version="1.0" encoding="UTF-8"?>${body}`, isXml: true };
}

function md5(body: string): string {
  return createHash('md5').update(body).digest('hex');
}
