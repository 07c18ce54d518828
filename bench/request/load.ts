/** Sends requests on behalf of run.ts and is the downstream service. Each line on stdin is `{port, count}`. */
import { randomBytes } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import readline from 'node:readline';

const CONCURRENCY = 16;
const agents = new Map<number, http.Agent>();
const downstream = http.createServer((_request, response) => {
  response.setHeader('content-type', 'application/json');
  response.end('[{"name":"a"},{"name":"b"},{"name":"c"}]');
});
downstream.keepAliveTimeout = 60_000;
downstream.listen(0, '127.0.0.1', () =>
  console.log(JSON.stringify({ port: (downstream.address() as AddressInfo).port })),
);

function ask(port: number): Promise<void> {
  const agent = agents.get(port) ?? new http.Agent({ keepAlive: true, maxSockets: CONCURRENCY });
  agents.set(port, agent);
  const headers = {
    'user-agent': 'bench/1',
    accept: '*/*',
    // A ratio decides by the id: each request has its own.
    'x-amzn-trace-id': `Root=1-67891233-${randomBytes(12).toString('hex')}`,
  };
  return new Promise((resolve, reject) => {
    http
      .get({ host: '127.0.0.1', port, path: '/orders/17?full=1', headers, agent }, (answer) => {
        if (answer.statusCode !== 200) reject(new Error(`status ${String(answer.statusCode)}`));
        answer.resume().on('end', resolve);
      })
      .on('error', reject);
  });
}

for await (const line of readline.createInterface({ input: process.stdin })) {
  const { port, count } = JSON.parse(line) as { port: number; count: number };
  let left = count;
  const worker = async (): Promise<void> => {
    while (left-- > 0) await ask(port);
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
  console.log('{"done":true}');
}
process.exit();
