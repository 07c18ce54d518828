import { mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { diag, DiagLogLevel } from '@opentelemetry/api';
import { SamplingDecision } from '@opentelemetry/sdk-trace';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLocalRules, type LocalRules } from '../../src/sampler/local-rules.ts';
import type { ServiceIdentity } from '../../src/sampler/service-identity.ts';
import { readSamplingRules } from '../../src/xray/sampling-rules-document.ts';
import { wireRule } from './support/sampling-service.ts';

const shop: ServiceIdentity = { name: 'shop', types: [], resourceArns: [] };
const LATE = 'f'.repeat(32);

let folder = '';
let lines: string[] = [];
let running: LocalRules | undefined;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'otel-xray-rules-'));
  lines = [];
  const note = (level: string) => (message: string) => void lines.push(`${level}: ${message}`);
  const logger = { error: note('error'), warn: note('warn'), info: note('info'), debug: () => {}, verbose: () => {} };
  diag.setLogger(logger, { logLevel: DiagLogLevel.ALL, suppressOverrideMessage: true });
});

afterEach(() => {
  running?.stop();
  diag.disable();
  rmSync(folder, { recursive: true });
});

function rulesWithRate(rate: number): string {
  return JSON.stringify({ version: 2, default: { fixed_target: 0, rate } });
}

function writeRules(text: string, name = 'rules.json'): string {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
}

function isSampled(rules: LocalRules): boolean | undefined {
  const result = rules.current()?.find({})?.decide(LATE, 0);
  return result && result.decision === SamplingDecision.RECORD_AND_SAMPLED;
}

test('the reservoir of a local rule is this process’s own, and its name is on the span', () => {
  const read = readSamplingRules({
    version: 2,
    rules: [{ description: 'Orders', host: '*', http_method: '*', url_path: '/o', fixed_target: 2, rate: 0 }],
    default: { fixed_target: 0, rate: 0 },
  });
  const rules = createLocalRules({ rules: read.kind === 'rules' ? read.rules : [] }, shop);
  const decide = (now: number) => rules.current()?.find({ 'url.path': '/o' })?.decide(LATE, now);
  expect([0, 0, 0, 1000].map((now) => decide(now)?.decision === SamplingDecision.RECORD_AND_SAMPLED)).toEqual([
    true,
    true,
    false,
    true,
  ]);
  expect(decide(2000)?.attributes).toEqual({ 'aws.xray.sampling_rule_name': 'Orders' });
});

test('rules about where the service runs match when that is known', () => {
  const read = readSamplingRules([wireRule({ ServiceType: 'AWS::ECS::Fargate' })]);
  const rules = createLocalRules({ rules: read.kind === 'rules' ? read.rules : [] }, shop);
  expect(rules.current()?.find({})).toBeUndefined();
  rules.identify({ ...shop, types: ['AWS::ECS::Fargate'] });
  expect(rules.current()?.find({})).toBeDefined();
});

test('a file decides at once, also one with a byte order mark', () => {
  expect(isSampled(createLocalRules({ file: writeRules(`\uFEFF${rulesWithRate(1)}`) }, shop))).toBe(true);
  expect(lines).toEqual([]);
});

test.each([
  ['is missing', undefined, /cannot be read \(ENOENT\)/],
  ['is empty', '', /is not JSON/],
  ['holds no rules', '{"version":2}', /has "default" missing/],
  ['is huge', ' '.repeat(1024 * 1024 + 1), /1048577 bytes; expected at most 1048576/],
])('a file that %s is told in one line, and no rule of it decides', (_what, text, problem) => {
  const file = text === undefined ? path.join(folder, 'nowhere.json') : writeRules(text);
  const rules = createLocalRules({ file }, shop);
  expect(rules.current()).toBeUndefined();
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(problem);
  expect(lines[0]).toMatch(/^warn: ".+" [^;]+; expected [^;]+\. Using X-Ray's default rule\.$/);
});

test('a device is never read', () => {
  const rules = createLocalRules({ file: '/dev/zero' }, shop);
  expect(rules.current()).toBeUndefined();
  expect(lines).toEqual([
    'warn: "/dev/zero" is not a regular file; expected sampling rules. Using X-Ray\'s default rule.',
  ]);
});

test('a change between the first look and the start is seen', async () => {
  const file = writeRules(rulesWithRate(0));
  running = createLocalRules({ file }, shop);
  writeRules(rulesWithRate(0.999999));
  writeRules(rulesWithRate(1));
  running.start();
  await expect.poll(() => running && isSampled(running), { timeout: 15_000 }).toBe(true);
});

test('a file is read again when it changes, by a link too; a bad one leaves the rules before', async () => {
  writeRules(rulesWithRate(0), 'first.json');
  const file = path.join(folder, 'rules.json');
  symlinkSync('first.json', file);
  running = createLocalRules({ file }, shop);
  running.start();
  expect(isSampled(running)).toBe(false);

  writeRules(rulesWithRate(1), 'second.json');
  symlinkSync('second.json', path.join(folder, 'next.json'));
  renameSync(path.join(folder, 'next.json'), file);
  await expect.poll(() => running && isSampled(running), { timeout: 15_000 }).toBe(true);
  expect(lines).toEqual([`info: "${file}" has changed: its sampling rules decide, 1 of them.`]);

  writeRules('{', 'second.json');
  await expect.poll(() => lines.length, { timeout: 15_000 }).toBe(2);
  expect(lines[1]).toBe(`warn: "${file}" is not JSON; expected sampling rules. Using the rules read before.`);
  expect(isSampled(running)).toBe(true);
});
