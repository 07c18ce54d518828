import { createServer } from 'node:http';
import { listen, type StandIn } from './listen.ts';

/** A service downstream that is not traced itself. */
export interface WebStandIn extends StandIn {
  /** The `X-Amzn-Trace-Id` headers that it was sent. */
  readonly traceHeaders: string[];
}

/** Answers `/status/CODE` with that code and 11 bytes, `/hang` never, everything else with 200. */
export async function startWeb(): Promise<WebStandIn> {
  const traceHeaders: string[] = [];
  const server = createServer((request, response) => {
    const header = request.headers['x-amzn-trace-id'];
    if (typeof header === 'string') traceHeaders.push(header);
    const url = request.url ?? '';
    if (url === '/hang') return;
    const status = Number(/^\/status\/(\d+)/.exec(url)?.[1] ?? 200);
    response.writeHead(status, { 'content-type': 'text/plain', 'content-length': 11 }).end('hello world');
  });
  return { ...(await listen(server)), traceHeaders };
}

/** An address on which nobody listens any more. */
export async function findRefusedUrl(): Promise<string> {
  await using gone = await listen(createServer());
  return gone.url;
}
