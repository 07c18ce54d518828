/**
 * The producer of bench/local: encodes its requests, says "ready", and sends them all over OTLP/gRPC when it is told
 * to. A process of its own, so that its time is not counted. Arguments: address, number of spans, start in seconds.
 */
import { Client, credentials } from '@grpc/grpc-js';
import { generateRequests } from './generate-spans.ts';

/** As many as four exporters would have under way. */
const CONCURRENCY = 4;

const [address = '', spanCount = '', startSeconds = ''] = process.argv.slice(2);
const requests = [...generateRequests(Number(spanCount), Number(startSeconds))];
const client = new Client(address, credentials.createInsecure(), { 'grpc.max_send_message_length': -1 });
const asIs = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

function send(request: Uint8Array): Promise<void> {
  const path = '/opentelemetry.proto.collector.trace.v1.TraceService/Export';
  return new Promise((resolve, reject) => {
    client.makeUnaryRequest(path, asIs, asIs, request, (error) => (error === null ? resolve() : reject(error)));
  });
}

async function sendInTurn(): Promise<void> {
  for (let request = requests.pop(); request !== undefined; request = requests.pop()) await send(request);
}

requests.reverse();
process.stdout.write('ready\n');
process.stdin.once('data', () => {
  void Promise.all(Array.from({ length: CONCURRENCY }, sendInTurn)).then(() => {
    client.close();
    process.stdin.destroy();
    process.stdout.write('sent\n');
  });
});
