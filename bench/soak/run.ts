/**
 * `npm run soak [-- --minutes 60] [-- --write]`: a service under load for about that time, traced with our own HTTP
 * instrumentation, with upstream's, and not at all, one window of load after the other. Fails where heap, handles or
 * listeners grow, or lost spans are not counted exactly; with `--write` the figures go into docs/reliability.md.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http2';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { replaceSection } from '../replace-section.ts';
import { type Assessment, assess, faultsOf, type Sample } from './assess.ts';
import { startChild } from './child.ts';
import { countDrops, type DropCount } from './count-drops.ts';
import { renderSoak } from './render.ts';

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '1' }, write: { type: 'boolean' } } });
const minutes = Number(values.minutes);
const root = path.join(import.meta.dirname, '../..');
const register = path.join(root, 'register.js');

const subjects = [
  { name: 'untraced', flags: [], env: {} },
  { name: 'own HTTP hooks', flags: ['--require', register], env: {} },
  { name: 'upstream HTTP hooks', flags: ['--require', register], env: { OTEL_XRAY_HTTP: 'upstream' } },
];

const collector = await startCollector();
const load = startChild(1, [path.join(import.meta.dirname, 'load.ts')], {});
const services = await Promise.all(subjects.map((subject) => startService(subject)));
// As many requests as fit into the time at 300 a second; a machine that cannot do so takes longer.
const perService = (minutes * 60 * 300) / subjects.length;
const perWindow = Math.round(Math.min(3000, perService / 15));
const windows = Math.ceil(perService / perWindow);
const WARM_UP = 300;
for (let window = 0; window < windows; window += 1) {
  for (const { service, port, samples } of services.toSorted(() => Math.random() - 0.5)) {
    // The sample before forced collections, at which V8 drops compiled code: the delay counts when it is warm again.
    await load.ask({ port, count: WARM_UP });
    await service.ask({ ask: 'delay' });
    await load.ask({ port, count: perWindow });
    const sample = await service.ask<Sample>({ ask: 'sample' });
    // What V8 compiles and caches at first is no leak either.
    if (window >= windows / 3) samples.push(sample);
  }
}
const assessments = new Map<string, Assessment>(services.map(({ name, samples }) => [name, assess(samples)]));
for (const { service } of services) await service.end();
await load.end();
collector.close();

const drops = new Map<string, DropCount>();
const made = 20_000;
drops.set('nobody listens', await countDrops(await closedUrl(), made));
const hanging = createTcpServer((socket) => socket.on('error', () => {}));
drops.set('accepts and never answers', await countDrops(await listen(hanging), made));
hanging.close();

const text = renderSoak({ assessments, drops, collected: collector.requestCount(), minutes });
console.log(text);
const untraced = assess(services[0]?.samples ?? []);
const faults = [...assessments].flatMap(([name, assessment]) => faultsOf(name, assessment, untraced));
for (const [name, { reported, grownBytes, queueSize }] of drops) {
  if (reported !== made)
    faults.push(`Where the collector ${name}, ${String(reported)} of ${String(made)} lost spans were told.`);
  // Ten kilobytes for each span that may wait is more than any of them has.
  if (grownBytes > queueSize * 10_000)
    faults.push(`Where the collector ${name}, the heap grew by ${String(grownBytes)} bytes.`);
}
if (collector.requestCount() === 0) faults.push('No span was exported.');
for (const fault of faults) console.error(fault);
if (values.write) {
  const file = path.join(root, 'docs/reliability.md');
  writeFileSync(file, replaceSection(readFileSync(file, 'utf8'), 'soak', text));
}
process.exit(faults.length === 0 ? 0 : 1);

/** With SOAK_LEAK=1 the traced services leak some 400 bytes a request, and the soak must fail. */
async function startService({ name, flags, env }: (typeof subjects)[number]): Promise<{
  readonly name: string;
  readonly service: ReturnType<typeof startChild>;
  readonly port: number;
  readonly samples: Sample[];
}> {
  const app = path.join(import.meta.dirname, 'app.cjs');
  const service = startChild(0, ['--expose-gc', ...flags, app], {
    OTEL_TRACES_SAMPLER: 'always_on',
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_BSP_SCHEDULE_DELAY: '100',
    ...env,
    ...(process.env['SOAK_LEAK'] === undefined || flags.length === 0 ? {} : { SOAK_LEAK: '1' }),
  });
  const { port } = await service.next<{ port: number }>();
  return { name, service, port, samples: [] };
}

/** Takes every export and forgets it. */
async function startCollector(): Promise<{ readonly url: string; requestCount(): number; close(): void }> {
  let count = 0;
  const server = createServer().on('stream', (stream) => {
    stream.on('error', () => {});
    stream.resume().on('end', () => {
      count += 1;
      stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
      stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
      stream.end(Buffer.alloc(5));
    });
  });
  return { url: await listen(server), requestCount: () => count, close: () => void server.close() };
}

async function closedUrl(): Promise<string> {
  const server = createTcpServer();
  const url = await listen(server);
  await new Promise((resolve) => void server.close(resolve));
  return url;
}

async function listen(server: ReturnType<typeof createTcpServer>): Promise<string> {
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
}
