import type { Attributes } from '@opentelemetry/api';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileRules } from '../../src/sampler/compile-rules.ts';
import type { ServiceIdentity } from '../../src/sampler/service-identity.ts';
import { readSamplingRule, type SamplingRule } from '../../src/xray/sampling-rule.ts';
import { wireRule, type WireRule } from './support/sampling-service.ts';

const shop: ServiceIdentity = {
  name: 'shop',
  types: ['AWS::ECS::Fargate', 'AWS::ECS::Container'],
  resourceArns: ['arn:aws:ecs:us-east-1:111122223333:cluster/main'],
};

function definitionOf(fields: Partial<WireRule>): SamplingRule {
  const read = readSamplingRule(wireRule(fields));
  if (read.kind === 'wrong') throw new Error(read.problem);
  return read.rule;
}

function compile(rules: readonly Partial<WireRule>[], service = shop) {
  const set = compileRules(
    rules.map((fields) => ({ definition: definitionOf(fields) })),
    service,
  );
  return { nameFor: (attributes: Attributes) => set.find(attributes)?.definition.name };
}

const request: Attributes = {
  'server.address': 'shop.example',
  'http.request.method': 'GET',
  'url.path': '/orders/7',
  'customer.tier': 'Gold',
};

describe('a rule matches by', () => {
  test.each<[string, Partial<WireRule>, boolean]>([
    ['nothing', {}, true],
    ['path', { URLPath: '/orders/*' }, true],
    ['path', { URLPath: '/orders' }, false],
    ['path without case', { URLPath: '/ORDERS/?' }, true],
    ['method', { HTTPMethod: 'get' }, true],
    ['method', { HTTPMethod: 'P*' }, false],
    ['host', { Host: '*.example' }, true],
    ['host', { Host: 'example' }, false],
    ['service name', { ServiceName: 'SH*' }, true],
    ['service name', { ServiceName: 'orders' }, false],
    ['service type', { ServiceType: 'AWS::ECS::Fargate' }, true],
    ['service type', { ServiceType: 'AWS::ECS::Container' }, true],
    ['service type', { ServiceType: 'AWS::EC2::*' }, false],
    ['resource', { ResourceARN: '*:cluster/main' }, true],
    ['resource', { ResourceARN: '*:cluster/other' }, false],
    ['attribute', { Attributes: { 'customer.tier': 'gold' } }, true],
    ['attribute', { Attributes: { 'customer.tier': '*' } }, true],
    ['attribute', { Attributes: { 'customer.tier': 'silver' } }, false],
    ['attribute that must be there', { Attributes: { 'customer.id': '*' } }, false],
    ['all attributes', { Attributes: { 'customer.tier': 'gold', 'url.path': '/x' } }, false],
    [
      'everything at once',
      { URLPath: '/orders/*', HTTPMethod: 'GET', Host: 'shop.example', ServiceName: 'shop' },
      true,
    ],
  ])('%s: %j %j', (_what, fields, expected) => {
    const { nameFor } = compile([{ ...fields, RuleName: 'rule', Priority: 1 }]);
    // Twice: the second time the route is known.
    expect([nameFor(request), nameFor(request)]).toEqual(expected ? ['rule', 'rule'] : [undefined, undefined]);
  });
});

test('what a request does not have matches only a star', () => {
  const job: Attributes = {};
  expect(compile([{ URLPath: '*', Host: '*' }]).nameFor(job)).toBe('Default');
  expect(compile([{ URLPath: '/*' }]).nameFor(job)).toBeUndefined();
  expect(compile([{ Host: '?*' }]).nameFor(job)).toBeUndefined();
  expect(compile([{ ServiceType: 'AWS::*' }], { ...shop, types: [] }).nameFor(job)).toBeUndefined();
  expect(compile([{ ServiceName: 'shop' }], { ...shop, name: undefined }).nameFor(job)).toBeUndefined();
});

test('a list matches by each of its items, and is never remembered as another list', () => {
  const { nameFor } = compile([{ RuleName: 'rule', Attributes: { header: 'b' } }]);
  expect(nameFor({ header: ['a', 'b'] })).toBe('rule');
  expect(nameFor({ header: ['a', 'c'] })).toBeUndefined();
  expect(nameFor({ header: [] })).toBeUndefined();
});

test('priority decides, then the name', () => {
  const rules: Partial<WireRule>[] = [
    { RuleName: 'Default', Priority: 10_000 },
    { RuleName: 'b', Priority: 5, URLPath: '/orders/*' },
    { RuleName: 'a', Priority: 5, URLPath: '/orders/*' },
    { RuleName: 'c', Priority: 4, URLPath: '/orders/8' },
  ];
  const { nameFor } = compile(rules);
  expect(nameFor(request)).toBe('a');
  expect(nameFor({ 'url.path': '/orders/8' })).toBe('c');
  expect(nameFor({ 'url.path': '/' })).toBe('Default');
});

const names = fc.constantFrom('*', 'a', 'b', 'a*', '?', 'A');
const wireRules = fc.array(
  fc.record({
    Priority: fc.integer({ min: 1, max: 4 }),
    URLPath: names,
    HTTPMethod: names,
    Host: names,
    ServiceName: fc.constantFrom('*', 'shop', 'other'),
    Attributes: fc.dictionary(fc.constantFrom('k1', 'k2'), names, { maxKeys: 2 }),
  }),
  { maxLength: 8 },
);
const texts = fc.constantFrom(undefined, '', 'a', 'b', 'ab', 'A', '-', '1:a');
const requests = fc.array(
  fc
    .record({ path: texts, method: texts, host: texts, k1: texts, k2: texts })
    .map(({ path, method, host, k1, k2 }) => ({
      'url.path': path,
      'http.request.method': method,
      'server.address': host,
      k1,
      k2,
    })),
  { minLength: 1, maxLength: 30 },
);

test('compiled and remembered, rules decide as each on its own by priority', () => {
  fc.assert(
    fc.property(wireRules, requests, (rules, asked) => {
      const named = rules.map((rule, index) => ({ ...rule, RuleName: `r${index}` }));
      const together = compile(named);
      const alone = named
        .toSorted((a, b) => a.Priority - b.Priority || (a.RuleName < b.RuleName ? -1 : 1))
        .map((rule) => compile([rule]));
      for (const attributes of asked) {
        const expected = alone.map(({ nameFor }) => nameFor(attributes)).find((name) => name !== undefined);
        expect(together.nameFor(attributes)).toBe(expected);
      }
    }),
  );
});

test('a flood of routes is decided right', () => {
  const { nameFor } = compile([{ RuleName: 'even', URLPath: '*0', Priority: 1 }, {}]);
  for (let i = 0; i < 10_000; i += 1) expect(nameFor({ 'url.path': `/${i}` })).toBe(i % 10 === 0 ? 'even' : 'Default');
  expect(nameFor({ 'url.path': `/${'x'.repeat(1 << 16)}0` })).toBe('even');
});
