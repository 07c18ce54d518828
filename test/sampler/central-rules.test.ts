import { expect, test } from 'vitest';
import { createCentralRules } from '../../src/sampler/central-rules.ts';
import type { ServiceIdentity } from '../../src/sampler/service-identity.ts';
import { readSamplingRule, type SamplingRule } from '../../src/xray/sampling-rule.ts';
import { wireRule, type WireRule } from './support/sampling-service.ts';

const shop: ServiceIdentity = { name: 'shop', types: [], resourceArns: [] };
const HOUR = 3_600_000;

function definitions(...rules: Partial<WireRule>[]): SamplingRule[] {
  return rules
    .map((fields) => readSamplingRule(wireRule(fields)))
    .flatMap((read) => (read.kind === 'rule' ? read.rule : []));
}

test('rules decide when both they and the service are known, in whatever order', () => {
  const first = createCentralRules();
  first.update(definitions({}), 0);
  expect(first.isActive(0)).toBe(false);
  first.identify(shop);
  expect(first.isActive(0)).toBe(true);

  const second = createCentralRules();
  second.identify(shop);
  expect(second.isActive(0)).toBe(false);
  second.update(definitions({}), 0);
  expect(second.isActive(0)).toBe(true);
});

test('rules hold for one hour after they came last', () => {
  const rules = createCentralRules();
  rules.identify(shop);
  rules.update(definitions({}), 0);
  rules.update(definitions({}), 1000);
  expect([HOUR + 999, HOUR + 1000].map((now) => rules.isActive(now))).toEqual([true, false]);
});

test('a rule that stays keeps what it has counted, one that goes is forgotten', () => {
  const rules = createCentralRules();
  rules.identify(shop);
  rules.update(definitions({ RuleName: 'stays', Priority: 1 }, { RuleName: 'goes', URLPath: '/x' }), 0);
  rules.get('stays')?.decide('f'.repeat(32), 0);
  rules.update(definitions({ RuleName: 'stays', Priority: 1, URLPath: '/y' }, { RuleName: 'comes' }), 0);
  expect(Array.from(rules.all(), ({ definition }) => definition.name)).toEqual(['stays', 'comes']);
  expect(rules.find({ 'url.path': '/y' })?.definition.name).toBe('stays');
  expect(rules.find({ 'url.path': '/x' })?.definition.name).toBe('comes');
  const report = rules.get('stays')?.statistics.takeReport({ clientId: '', serviceName: '', epochSeconds: 0 });
  expect(report?.statistics.RequestCount).toBe(1);
});

test('a target of a rule that is not known any more changes nothing', () => {
  const rules = createCentralRules();
  rules.update(definitions({}), 0);
  expect(() => rules.applyTargets([{ ruleName: 'gone', fixedRate: 1 }], 0)).not.toThrow();
});

test('no rules at all are an answer too: none of them matches', () => {
  const rules = createCentralRules();
  rules.identify(shop);
  rules.update([], 0);
  expect([rules.isActive(0), rules.find({})]).toEqual([true, undefined]);
});
