import { describe, expect, test } from 'vitest';
import {
  createSamplingRuleStore,
  parseRulesFile,
  type SamplingRuleStore,
} from '../../../src/local/sampling/rule-store.ts';
import { sampleRule } from './sample-rule.ts';

const START_SECONDS = 1_793_491_200;

function createScene(): { readonly rules: SamplingRuleStore; readonly advance: (seconds: number) => void } {
  let now = START_SECONDS;
  return { rules: createSamplingRuleStore(() => now), advance: (seconds) => void (now += seconds) };
}

describe('the last modification', () => {
  test('is at first that of the store, so that rules of an earlier one are asked for again', () => {
    expect(createScene().rules.lastModification).toBe(START_SECONDS);
  });

  test('is when a rule was created, changed or deleted, and nothing else', () => {
    const { rules, advance } = createScene();
    const times: number[] = [];
    const changes = [
      () => rules.put(sampleRule()),
      () => rules.put(sampleRule()),
      () => rules.put(sampleRule({ FixedRate: 0.5 })),
      () => rules.delete('nobody'),
      () => rules.delete('checkout'),
    ];
    for (const change of changes) {
      advance(10);
      change();
      times.push(rules.lastModification - START_SECONDS);
    }
    expect(times).toEqual([10, 10, 30, 30, 50]);
  });

  test('goes on with each change though the clock stands or goes back', () => {
    const { rules, advance } = createScene();
    const times = [rules.lastModification];
    for (const FixedRate of [0.1, 0.2, 0.3]) {
      rules.put(sampleRule({ FixedRate }));
      times.push(rules.lastModification);
      advance(-1);
    }
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(new Set(times).size).toBe(4);
  });
});

test('a changed rule keeps when it was created', () => {
  const { rules, advance } = createScene();
  advance(10);
  rules.put(sampleRule());
  advance(10);
  expect(rules.put(sampleRule({ Priority: 1 }))).toMatchObject({
    CreatedAt: START_SECONDS + 10,
    ModifiedAt: START_SECONDS + 20,
  });
});

test('rules are in the order in which they are tried, the default one last', () => {
  const { rules } = createScene();
  rules.put(sampleRule({ RuleName: 'b', Priority: 2 }));
  rules.put(sampleRule({ RuleName: 'c', Priority: 1 }));
  rules.put(sampleRule({ RuleName: 'a', Priority: 2 }));
  expect(rules.list().map(({ SamplingRule }) => SamplingRule.RuleName)).toEqual(['c', 'a', 'b', 'Default']);
});

describe('the rules of a file', () => {
  const boost = { SamplingRateBoost: { MaxRate: 0.8, CooldownWindowMinutes: 5 } };
  const given = [sampleRule({ ...boost, Attributes: { tier: 'gold' } }), sampleRule({ RuleName: 'search' })];

  test('are answered as they are in it, with rate boosts and attributes', () => {
    const { rules } = createScene();
    rules.replaceAll(parseRulesFile(JSON.stringify(given)));
    expect(rules.list().map(({ SamplingRule }) => SamplingRule)).toMatchObject([...given, { RuleName: 'Default' }]);
    expect(rules.get('search')?.SamplingRule).not.toHaveProperty('SamplingRateBoost');
  });

  test('are the only ones, and those that stay the same are not modified', () => {
    const { rules, advance } = createScene();
    rules.put(sampleRule({ RuleName: 'by API' }));
    rules.replaceAll(parseRulesFile(JSON.stringify(given)));
    advance(10);
    rules.replaceAll(parseRulesFile(JSON.stringify(given)));
    expect(rules.lastModification).toBeLessThan(START_SECONDS + 10);
    rules.replaceAll(parseRulesFile(JSON.stringify(given.slice(1))));
    expect(rules.lastModification).toBe(START_SECONDS + 10);
    expect(rules.list().map(({ SamplingRule }) => SamplingRule.RuleName)).toEqual(['search', 'Default']);
  });

  test('may change the numbers of the default rule, which are X-Ray’s own again without it', () => {
    const { rules } = createScene();
    const local = { version: 2, default: { fixed_target: 3, rate: 0.5 } };
    rules.replaceAll(parseRulesFile(JSON.stringify(local)));
    expect(rules.get('Default')?.SamplingRule).toMatchObject({ ReservoirSize: 3, FixedRate: 0.5, Priority: 10_000 });
    rules.replaceAll([]);
    expect(rules.get('Default')?.SamplingRule).toMatchObject({ ReservoirSize: 1, FixedRate: 0.05 });
  });

  test.each([
    ['{', 'is not JSON; expected sampling rules'],
    ['{"version": 3}', 'has "version" 3; expected 1 or 2, or SamplingRuleRecords'],
  ])('that are none are told as they are: %s', (text, problem) => {
    expect(() => parseRulesFile(text)).toThrow(problem);
  });
});
