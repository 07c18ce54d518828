import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { CreateSamplingRuleCommand, DeleteSamplingRuleCommand, XRayClient } from '@aws-sdk/client-xray';
import { ROOT_CONTEXT, SpanStatusCode } from '@opentelemetry/api';
import { TracerProvider } from '@opentelemetry/sdk-trace';
import { afterEach, expect, test } from 'vitest';
import { readConfig } from '../../../src/config/read-config.ts';
import { parseRulesFile } from '../../../src/local/sampling/rule-store.ts';
import { type LocalXRay, startLocal, type StartLocalOptions } from '../../../src/local/start-local.ts';
import { createSampler } from '../../../src/sampler/create-sampler.ts';
import { processClock, type SamplerClock } from '../../../src/sampler/sampler-clock.ts';
import { sampleRule } from './sample-rule.ts';

/** For the sampler a hundred times as much time goes by: it reports every tenth of a second. */
const fastClock: SamplerClock = {
  ...processClock,
  now: () => processClock.now() * 100,
  schedule: (delayMillis, task) => processClock.schedule(delayMillis / 100, task),
};

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

async function startXRay(options: StartLocalOptions = {}): Promise<LocalXRay> {
  const xray = await startLocal({ grpcPort: 0, httpPort: 0, xrayPort: 0, ...options });
  cleanUps.push(() => xray.close());
  return xray;
}

interface Application {
  /** How many of so many requests, one right after the other, are sampled. */
  ask(times: number): number;
  /** The same, of requests that fail. */
  fail(times: number): number;
}

/** The sampler as the environment of an application has it; the rules are polled once a day of its time. */
function startApplication(xray: LocalXRay): Application {
  const { config, problems } = readConfig({
    OTEL_TRACES_SAMPLER: 'xray',
    OTEL_TRACES_SAMPLER_ARG: 'polling_interval=86400',
    AWS_XRAY_DAEMON_ADDRESS: `udp:127.0.0.1:1 tcp:${new URL(xray.xrayEndpoint).host}`,
  });
  expect(problems).toEqual([]);
  const sampler = createSampler(config.sampling, {
    isUndecided: () => false,
    rootHint: () => undefined,
    clock: fastClock,
    resource: { attributes: { 'service.name': 'shop' } },
  });
  sampler.start();
  cleanUps.push(() => sampler.stop());
  const spanProcessors = sampler.spanProcessor === undefined ? [] : [sampler.spanProcessor];
  const tracer = new TracerProvider({ sampler, spanProcessors }).getTracer('test');
  const request = (status: SpanStatusCode): boolean => {
    const span = tracer.startSpan('GET', {}, ROOT_CONTEXT);
    span.setStatus({ code: status }).end();
    return (span.spanContext().traceFlags & 1) === 1;
  };
  const count = (times: number, status: SpanStatusCode): number =>
    Array.from({ length: times }, () => request(status)).filter(Boolean).length;
  return {
    ask: (times) => count(times, SpanStatusCode.UNSET),
    fail: (times) => count(times, SpanStatusCode.ERROR),
  };
}

const rule = (fields: { readonly FixedRate?: number; readonly ReservoirSize?: number }) =>
  sampleRule({ RuleName: 'all', FixedRate: 0, ReservoirSize: 0, ...fields });

/** Beyond any reservoir: only a rate decides about all of them. */
const MANY = 200;

test('an edited file of rules decides in a running application long before it polls', async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'rules-'));
  cleanUps.push(() => rmSync(folder, { recursive: true }));
  const samplingRulesFile = path.join(folder, 'rules.json');
  const write = (fields: Parameters<typeof rule>[0]) =>
    writeFileSync(samplingRulesFile, JSON.stringify([rule(fields)]));
  write({ FixedRate: 1 });
  const application = startApplication(await startXRay({ samplingRulesFile }));
  await expect.poll(() => application.ask(MANY), { timeout: 15_000 }).toBe(MANY);
  write({ FixedRate: 0 });
  await expect.poll(() => application.ask(MANY), { timeout: 15_000 }).toBe(0);
});

test('so does a rule that the API creates, and one that it deletes', async () => {
  const xray = await startXRay();
  xray.samplingRules.replaceAll(parseRulesFile(JSON.stringify({ version: 2, default: { fixed_target: 0, rate: 0 } })));
  const application = startApplication(xray);
  const client = new XRayClient({
    endpoint: xray.xrayEndpoint,
    region: 'local',
    credentials: { accessKeyId: 'none', secretAccessKey: 'none' },
  });
  cleanUps.push(() => client.destroy());
  await expect.poll(() => application.ask(MANY), { timeout: 15_000 }).toBe(0);
  await client.send(new CreateSamplingRuleCommand({ SamplingRule: { ...rule({ FixedRate: 1 }), RuleARN: undefined } }));
  await expect.poll(() => application.ask(MANY), { timeout: 15_000 }).toBe(MANY);
  await client.send(new DeleteSamplingRuleCommand({ RuleName: 'all' }));
  await expect.poll(() => application.ask(MANY), { timeout: 15_000 }).toBe(0);
});

test('an application spends the quota that it was given', async () => {
  const xray = await startXRay();
  xray.samplingRules.put(rule({ ReservoirSize: 1_000_000 }));
  const application = startApplication(xray);
  // Without a quota it is one in a hundredth of a second.
  await expect.poll(() => application.ask(MANY), { timeout: 15_000 }).toBe(MANY);
});

test('a rate boost comes where requests fail that are not sampled', async () => {
  const xray = await startXRay();
  xray.samplingRules.put({ ...rule({}), SamplingRateBoost: { MaxRate: 1, CooldownWindowMinutes: 1 } });
  const application = startApplication(xray);
  await expect.poll(() => application.ask(MANY), { timeout: 15_000 }).toBe(0);
  expect(application.fail(1)).toBe(0);
  await expect.poll(() => application.ask(MANY), { timeout: 15_000 }).toBe(MANY);
});
