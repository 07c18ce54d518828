/**
 * Takes spans in every way that a subject sends them, and tells how many came: OTLP, the X-Ray daemon's UDP, Datadog's
 * agent. Prints its ports; answers each line on stdin with its counts and begins anew.
 */
import { createSocket } from 'node:dgram';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createActivity } from '../src/local/receiver/activity.ts';
import { startReceiver } from '../src/local/receiver/start-receiver.ts';

let spans = 0;
const receiver = await startReceiver({
  host: '127.0.0.1',
  grpcPort: 0,
  httpPort: 0,
  activity: createActivity(),
  onSpans: (received) => void (spans += received.length),
});
const daemon = createSocket('udp4').on('message', (message) => {
  // A document of aws-xray-sdk has its subsegments in it.
  spans += message.toString().split('"start_time"').length - 1;
});
await new Promise<void>((resolve) => void daemon.bind(0, '127.0.0.1', resolve));
const agent = createServer((request, response) => {
  // MessagePack, in which each span has this key.
  let body = '';
  request.setEncoding('latin1').on('data', (text: string) => (body += text));
  request.on('end', () => {
    spans += body.split('\u00a7span_id').length - 1;
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
});
await new Promise<void>((resolve) => void agent.listen(0, '127.0.0.1', resolve));
console.log(
  JSON.stringify({
    grpcPort: receiver.grpcPort,
    httpPort: receiver.httpPort,
    daemonPort: daemon.address().port,
    agentPort: (agent.address() as AddressInfo).port,
  }),
);
process.stdin.setEncoding('utf8').on('data', () => {
  console.log(JSON.stringify({ spans }));
  spans = 0;
});
process.stdin.on('end', () => process.exit());
