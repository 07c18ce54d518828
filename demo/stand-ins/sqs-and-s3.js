'use strict';

const { startProxy } = require('./proxy.js');

const QUEUE = 'orders';
const BUCKET = 'receipts';

/** Starts SQS and S3 (fauxqs, SQS behind a proxy that keeps trace headers) with the shop's queue and bucket. */
async function startSqsAndS3() {
  const { startFauxqs } = await import('fauxqs');
  const server = await startFauxqs({ port: 0, host: '127.0.0.1', logger: false, messageSpies: true });
  server.createQueue(QUEUE);
  server.createBucket(BUCKET);
  const proxy = await startProxy(server.port, createTraceHeaderKeeper());
  return {
    sqsUrl: proxy.url,
    queueUrl: `${proxy.url}/000000000000/${QUEUE}`,
    s3Url: `http://127.0.0.1:${server.port}`,
    /** Resolves when the object `key` has been put into the bucket; rejects after ten seconds. */
    waitForReceipt: (key) => server.spy.waitForMessage({ service: 's3', bucket: BUCKET, key }, 'uploaded', 10_000),
    close: async () => {
      await proxy.close();
      await server.stop();
    },
  };
}

/**
 * Does for fauxqs what SQS does itself: keeps the system attribute AWSTraceHeader of each message that is sent
 * and gives it to the receiver that asks for it.
 */
function createTraceHeaderKeeper() {
  const headers = new Map();
  const sending = new Set();

  async function send(body, forward) {
    const header = JSON.parse(body).MessageSystemAttributes?.AWSTraceHeader?.StringValue;
    const reply = await forward();
    if (header !== undefined && reply.status === 200) headers.set(JSON.parse(reply.body).MessageId, header);
    return reply;
  }

  async function receive(body, forward) {
    const { AttributeNames = [], MessageSystemAttributeNames = [] } = JSON.parse(body);
    const asked = [...AttributeNames, ...MessageSystemAttributeNames];
    const reply = await forward();
    if (reply.status !== 200 || !asked.some((name) => name === 'All' || name === 'AWSTraceHeader')) return reply;
    // A waiting receiver can get its message before the sender has its answer.
    await Promise.allSettled(sending);
    const answer = JSON.parse(reply.body);
    for (const message of answer.Messages ?? []) {
      const AWSTraceHeader = headers.get(message.MessageId);
      if (AWSTraceHeader !== undefined) message.Attributes = { ...message.Attributes, AWSTraceHeader };
    }
    return { ...reply, body: JSON.stringify(answer) };
  }

  return (request, body, forward) => {
    const target = request.headers['x-amz-target'];
    if (target === 'AmazonSQS.ReceiveMessage') return receive(body, forward);
    if (target !== 'AmazonSQS.SendMessage') return forward();
    const sent = send(body, forward);
    sending.add(sent);
    return sent.finally(() => sending.delete(sent));
  };
}

module.exports = { startSqsAndS3 };
