import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { createEventStream } from '../../../src/local/server/event-stream.ts';

test('who listens hears how far a file is read, and of the end of that', async () => {
  let readShare = 0.25;
  const drops = () => ({ evictedTraces: 0, refused: {} });
  const events = createEventStream({ traceCount: () => 0, drops, readShare: () => readShare });
  const server = createServer((_request, response) => events.open(response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  let heard = '';
  for await (const part of response.body ?? []) {
    heard += Buffer.from(part as Uint8Array).toString();
    if (heard.includes('{"readShare":0.25}')) readShare = 1;
    if (heard.includes('{"readShare":1}')) break;
  }
  expect(heard).toMatch(/event: file\ndata: \{"readShare":0\.25\}\n\n[^]*event: file\ndata: \{"readShare":1\}\n\n$/);
  events.close();
  server.close();
});
