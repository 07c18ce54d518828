import { createSocket } from 'node:dgram';
import { readFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readDatagram } from '../../../src/local/receiver/daemon-socket.ts';
import { type LocalXRay, startLocal } from '../../../src/local/start-local.ts';
import { SAMPLE_TRACE_ID, sampleDocument } from '../sample-document.ts';

const HEADER = '{"format":"json","version":1}\n';

interface ReceiverCase {
  readonly name: string;
  readonly datagramBody: string;
  readonly error?: string;
}

const goldenFile = path.resolve(import.meta.dirname, '../../golden/awsxrayreceiver.json');
const CASES = JSON.parse(readFileSync(goldenFile, 'utf8')) as readonly ReceiverCase[];

test.each(CASES.map(({ name, ...rest }) => [name, rest] as const))(
  '%s is taken where the collector’s receiver takes it',
  (_name, { datagramBody, error }) => {
    const read = readDatagram(Buffer.from(HEADER + datagramBody));
    if (error === undefined) expect(read).toMatchObject({ json: datagramBody.trim() });
    else expect(read).toMatch(/^[A-Z]/);
  },
);

test.each([
  ['without a header', '{}'],
  ['of another version', '{"format":"json","version":2}\n{}'],
  ['of another format', '{"format":"xml","version":1}\n{}'],
  ['of noise', '\u{0}\u{1}\n\u{2}'],
])('a datagram %s is counted', (_name, text) => {
  expect(readDatagram(Buffer.from(text))).toBe('datagram-header');
});

test.each([
  ['strings that do not end', '"' + '\\"'.repeat(32_000)],
  ['a string that ends with a backslash', '"' + '\\'.repeat(64_001)],
  ['lines within a string', '"' + '\\\n'.repeat(32_000)],
])('a datagram of %s is refused without reading it again and again', (_name, text) => {
  // Thousands of these go by in a moment; one of them used to take a second.
  for (let count = 0; count < 300; count += 1) expect(readDatagram(Buffer.from(HEADER + text))).toBe('ParseError');
});

let xray: LocalXRay;

beforeEach(async () => {
  xray = await startLocal({ grpcPort: 0, httpPort: 0, xrayPort: 0 });
});

afterEach(async () => {
  await xray.close();
});

test('what X-Ray’s SDKs send to the daemon arrives, and what is lost is shown', async () => {
  const [host = '', port = ''] = xray.daemonAddress?.split(':') ?? [];
  expect(xray.xrayEndpoint).toBe(`http://${host}:${port}`);
  const socket = createSocket('udp4');
  const changed = new Promise<void>((resolve) => xray.archive.onChange(() => resolve()));
  const document = Buffer.from(HEADER + JSON.stringify(sampleDocument({ id: 1, name: 'from an SDK' })));
  // UDP gives no answer; sent again and again until it is there.
  const timer = setInterval(() => {
    socket.send('nonsense', Number(port), host);
    socket.send(document, Number(port), host);
  }, 50);
  await changed;
  clearInterval(timer);
  socket.close();
  expect(xray.archive.get(SAMPLE_TRACE_ID)?.documents).toMatchObject([{ name: 'from an SDK' }]);
  const status = (await (await fetch(`${xray.xrayEndpoint}/console/status`)).json()) as { drops: { refused: object } };
  expect(status.drops.refused).toMatchObject({ 'datagram-header': expect.any(Number) });
});

test('rules of a file are handed out, also after it has changed; a broken file is told and changes nothing', async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'rules-'));
  const file = path.join(folder, 'rules.json');
  const rules = (rate: number) => JSON.stringify({ version: 2, rules: [], default: { fixed_target: 2, rate } });
  writeFileSync(file, rules(0.5));
  const problems: string[] = [];
  const onProblem = (sentence: string) => problems.push(sentence);
  const other = await startLocal({ grpcPort: 0, httpPort: 0, xrayPort: 0, samplingRulesFile: file, onProblem });
  const rate = () => other.samplingRules.get('Default')?.SamplingRule.FixedRate;
  expect(rate()).toBe(0.5);
  writeFileSync(file, rules(0.25));
  await expect.poll(rate, { timeout: 10_000 }).toBe(0.25);
  writeFileSync(file, '{');
  await expect.poll(() => problems.length, { timeout: 10_000 }).toBe(1);
  expect(problems[0]).toMatch(/is not JSON; expected sampling rules\. The rules stay as they are\.$/);
  expect(rate()).toBe(0.25);
  await other.close();
  rmSync(folder, { recursive: true });
});
