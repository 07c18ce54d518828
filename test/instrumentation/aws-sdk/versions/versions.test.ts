import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { awsSdkFolder, awsSdks } from '../../../../scripts/aws-sdk-matrix.ts';
import type { SpanRecord } from '../../../../src/translator/index.ts';
import { startReceiver } from '../../../support/receive.ts';
import { foreignLines, runApp } from '../../../support/run-app.ts';

const results = {
  send: '1',
  again: '1',
  aggregated: '1',
  callback: [null, '1', true],
  document: '1',
  documents: '1',
  pages: 2,
  waiter: 'SUCCESS',
  throttled: '1',
  missing: 'ResourceNotFoundException',
  aborted: 'AbortError',
  message: 'M1',
  stream: ['receipt', true],
  presigned: [
    [false, 'host'],
    [false, 'host'],
  ],
};
const got = 'DynamoDB.GetItem 200';
/** In the order of their starts, with status, retries and error. */
const calls = [
  ...Array.from({ length: 6 }, () => got),
  'DynamoDB.Scan 200',
  'DynamoDB.Scan 200',
  'DynamoDB.DescribeTable 200',
  `${got} retries 1`,
  'DynamoDB.GetItem 400 ResourceNotFoundException',
  'DynamoDB.GetItem AbortError',
  'mail send 200',
  'S3.GetObject 200',
  'S3.GetObject 200',
];

describe.each(awsSdks.map((version) => ({ version, folder: awsSdkFolder(version) })))(
  'AWS SDK $version',
  ({ folder }) => {
    test.skipIf(!existsSync(folder))('is traced, whatever way it is called', async () => {
      const { output, spans, requests } = await run(folder, 'always_on');
      expect(output).toEqual(results);
      const made = spans.filter(({ name }) => name !== 'request');
      // Older ones try again what was aborted, and are told each time that it was.
      expect(made.map((span) => describeSpan(span).replace('AbortError retries 3', 'AbortError'))).toEqual(calls);
      const request = spans.find(({ name }) => name === 'request');
      expect(new Set(made.map(({ parentSpanId }) => parentSpanId))).toEqual(new Set([request?.spanId]));
      expect(new Set(made.map(({ attributes }) => attributes['aws.region']))).toEqual(new Set(['eu-west-1']));
      // Each request names the call that it is part of, the second try of the throttled one too.
      const parents = made.flatMap((span) => (describeSpan(span).endsWith('retries 1') ? [span, span] : [span]));
      expect(requests.map(({ header }) => header)).toEqual(
        parents.map(({ spanId }) => [expect.stringContaining(`;Parent=${spanId};Sampled=1`)]),
      );
      expect(requests.filter(({ body }) => body.includes('AWSTraceHeader'))).toHaveLength(1);
      expect(requests.filter(({ signed }) => /x-amzn-trace-id|traceparent/.test(signed))).toEqual([]);
    });

    test.skipIf(!existsSync(folder))('that is not sampled makes no span, and says so in each request', async () => {
      const { output, spans, requests } = await run(folder, 'always_off');
      expect(output).toEqual(results);
      expect(spans).toEqual([]);
      expect(requests).toHaveLength(calls.length + 1);
      for (const { header } of requests)
        expect(header).toEqual([expect.stringMatching(/^Root=1-.*;Parent=.*;Sampled=0$/)]);
    });
  },
);

function describeSpan({ name, attributes, events }: SpanRecord): string {
  const retries = attributes['aws.retries'];
  const words = [name, attributes['http.response.status_code'], events[0]?.attributes['exception.type']];
  return [...words, ...(retries === undefined ? [] : ['retries', retries])]
    .filter((word) => word !== undefined)
    .map(String)
    .join(' ');
}

interface Asked {
  readonly header: readonly string[] | undefined;
  readonly signed: string;
  readonly body: string;
}

async function run(
  folder: string,
  sampler: string,
): Promise<{ output: unknown; spans: SpanRecord[]; requests: Asked[] }> {
  await using receiver = await startReceiver();
  await using aws = await startAws();
  const { stdout, stderr, code } = await runApp({
    args: ['--require', './register', path.join(import.meta.dirname, 'apps/calls.cjs')],
    env: {
      ...receiver.env,
      OTEL_TRACES_SAMPLER: sampler,
      AWS_SDK: folder,
      AWS_STAND_IN: aws.url,
      NODE_NO_WARNINGS: '1',
    },
  });
  expect({ says: foreignLines(stderr), code }).toEqual({ says: [], code: 0 });
  const spans = receiver.spans().toSorted((a, b) => Number(a.startTimeUnixNano - b.startTimeUnixNano));
  return { output: JSON.parse(stdout), spans, requests: aws.requests };
}

/** AWS as far as the application asks it; answers in the protocol that it is asked in. */
async function startAws(): Promise<AsyncDisposable & { readonly url: string; readonly requests: Asked[] }> {
  const requests: Asked[] = [];
  let isBusy = true;
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => {
      requests.push({
        header: request.headersDistinct['x-amzn-trace-id'],
        signed: /SignedHeaders=([^,]*)/.exec(request.headers.authorization ?? '')?.[1] ?? '',
        body,
      });
      if (body.includes('"busy"') && isBusy) {
        isBusy = false;
        answerJson(response, { __type: 'com.amazonaws#ProvisionedThroughputExceededException' }, 400);
      } else answer(request, response, body);
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    requests,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => void server.close(resolve));
    },
  };
}

function answer({ method, headers }: IncomingMessage, response: ServerResponse, body: string): void {
  const target = String(headers['x-amz-target']);
  if (method === 'GET') response.writeHead(200, { 'content-length': '7' }).end('receipt');
  else if (body.includes('"hangs"')) return;
  else if (body.includes('"missing"'))
    answerJson(response, { __type: 'com.amazonaws#ResourceNotFoundException', message: 'There is none.' }, 400);
  else if (target.endsWith('GetItem')) answerJson(response, { Item: { id: { S: '1' } } });
  else if (target.endsWith('DescribeTable')) answerJson(response, { Table: { TableStatus: 'ACTIVE' } });
  else if (target.endsWith('Scan')) {
    const isLast = body.includes('ExclusiveStartKey');
    answerJson(response, { Items: [{}], ...(!isLast && { LastEvaluatedKey: { id: { S: '1' } } }) });
  } else answerMessage(response, target.endsWith('SendMessage'));
}

function answerMessage(response: ServerResponse, isJson: boolean): void {
  const MD5OfMessageBody = createHash('md5').update('hello').digest('hex');
  if (isJson) answerJson(response, { MessageId: 'M1', MD5OfMessageBody });
  else
    response
      .writeHead(200, { 'content-type': 'text/xml' })
      .end(
        `<SendMessageResponse><SendMessageResult><MessageId>M1</MessageId><MD5OfMessageBody>${MD5OfMessageBody}</MD5OfMessageBody></SendMessageResult><ResponseMetadata><RequestId>R1</RequestId></ResponseMetadata></SendMessageResponse>`,
      );
}

function answerJson(response: ServerResponse, body: object, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-requestid': 'R1' });
  response.end(JSON.stringify(body));
}
