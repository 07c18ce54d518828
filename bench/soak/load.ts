/**
 * Sends requests on behalf of run.ts, which asks by IPC for `{port, count}`: at most 300 a second and 32
 * at a time, on loopback. Most are answered on kept connections; others are cut off by the caller, fail, or upgrade.
 */
import http from 'node:http';

const PER_SECOND = 300;
const MAX_OPEN = 32;
/** Out of twenty requests. */
const MIX = [
  ...Array<string>(11).fill('keep'),
  ...Array<string>(3).fill('abort'),
  'error',
  'error',
  'error',
  'upgrade',
  'upgrade',
  'upgrade',
];

const agents = new Map<number, http.Agent>();

function agentOf(port: number): http.Agent {
  const agent = agents.get(port) ?? new http.Agent({ keepAlive: true, maxSockets: 8 });
  agents.set(port, agent);
  return agent;
}

const headers = { 'user-agent': 'soak/1', 'x-amzn-trace-id': 'Root=1-67891233-abcdef012345678912345678' };

function ask(port: number, kind: string): Promise<void> {
  const target = { host: '127.0.0.1', port, headers };
  return new Promise((resolve) => {
    if (kind === 'upgrade') {
      const request = http.get({
        ...target,
        path: '/up',
        agent: false,
        headers: { ...headers, connection: 'upgrade', upgrade: 'echo' },
      });
      request.on('upgrade', (_answer, socket) => {
        socket
          .on('data', () => socket.end())
          .on('close', () => resolve())
          .on('error', () => {});
        socket.write('hello');
      });
      request.on('error', () => resolve());
      return;
    }
    const path = { keep: '/work', abort: '/slow', error: '/error' }[kind] ?? '/work';
    const request = http.get({ ...target, path, agent: kind === 'keep' ? agentOf(port) : false }, (answer) => {
      answer.resume().on('close', () => resolve());
    });
    request.on('error', () => resolve());
    if (kind === 'abort') setTimeout(() => request.destroy(), 5);
  });
}

/** Sends so many requests, at the given rate or as fast as they are answered. */
async function load(port: number, count: number): Promise<void> {
  const start = performance.now();
  const open = new Set<Promise<void>>();
  for (let sent = 0; sent < count;) {
    const due = Math.min(count, Math.floor(((performance.now() - start) / 1000) * PER_SECOND));
    for (; sent < due && open.size < MAX_OPEN; sent += 1) {
      const request: Promise<void> = ask(port, MIX[sent % MIX.length] ?? 'keep').then(() => void open.delete(request));
      open.add(request);
    }
    await new Promise((resolve) => {
      setTimeout(resolve, 2);
    });
  }
  await Promise.all(open);
}

process.on('message', async ({ port, count }: { port: number; count: number }) => {
  await load(port, count);
  process.send?.({});
});
process.on('disconnect', () => process.exit());
