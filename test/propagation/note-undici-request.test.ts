import { context, propagation, ROOT_CONTEXT } from '@opentelemetry/api';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { noteUndiciRequest } from '../../src/propagation/note-undici-request.ts';
import { DEFAULTS } from './trace-headers.ts';
import { listen, registerTracing, traceHeadersOf, unregisterTracing } from './traced-process.ts';

const instrumentation = new UndiciInstrumentation({ requestHook: noteUndiciRequest });

let server: { port: number; close: () => Promise<void> };

beforeAll(async () => void (server = await listen()));
afterAll(async () => {
  instrumentation.disable();
  await server.close();
});
afterEach(unregisterTracing);

async function send(headers: Record<string, string> = {}, host = '127.0.0.1'): Promise<string[]> {
  const response = await fetch(`http://${host}:${server.port}/`, { headers });
  return (await response.json()) as string[];
}

const FORWARDED = { 'X-Amzn-Trace-Id': 'old', Traceparent: 'old', tracestate: 'old=1', 'X-App': 'kept' };

test('fetch sends one of each header, naming its span, in place of forwarded ones', async () => {
  const exporter = registerTracing(instrumentation, DEFAULTS);
  const received = await send(FORWARDED);
  const [span] = exporter.getFinishedSpans();
  const traceHeaders = traceHeadersOf(received);
  expect(traceHeaders.map(([name]) => name)).toEqual(['traceparent', 'x-amzn-trace-id']);
  expect(traceHeaders[1]?.[1]).toContain(`Parent=${span?.spanContext().spanId}`);
  expect(received.map((text) => text.toLowerCase())).toContain('x-app');
});

test('fetch forwards what its caller gave where we write nothing', async () => {
  registerTracing(instrumentation, { ...DEFAULTS, propagateTo: ['other.test'] });
  expect(traceHeadersOf(await send(FORWARDED))).toEqual([
    ['traceparent', 'old'],
    ['tracestate', 'old=1'],
    ['x-amzn-trace-id', 'old'],
  ]);
});

test('only listed hosts get trace headers and baggage', async () => {
  registerTracing(instrumentation, { ...DEFAULTS, propagateTo: ['LOCALHOST', '10.*'] });
  const baggage = propagation.setBaggage(ROOT_CONTEXT, propagation.createBaggage({ tenant: { value: 'blue' } }));
  const names = async (host: string): Promise<string[]> =>
    traceHeadersOf(await context.with(baggage, () => send({}, host))).map(([name]) => name);
  const [listed, other, again] = await Promise.all([names('localhost'), names('127.0.0.1'), names('localhost')]);
  expect(listed).toEqual(['baggage', 'traceparent', 'x-amzn-trace-id']);
  expect(other).toEqual([]);
  expect(again).toEqual(listed);
});
