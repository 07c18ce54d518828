import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readSamplingRules } from '../../src/xray/sampling-rules-document.ts';

/** From https://docs.aws.amazon.com/xray/latest/devguide/xray-sdk-nodejs-configuration.html */
const version2 = {
  version: 2,
  rules: [
    {
      description: 'Player moves.',
      host: '*',
      http_method: '*',
      url_path: '/api/move/*',
      fixed_target: 0,
      rate: 0.05,
    },
  ],
  default: { fixed_target: 1, rate: 0.1 },
};

const version1 = {
  version: 1,
  default: { fixed_target: 1, rate: 0.05 },
  rules: [{ service_name: 'api.*', http_method: 'PUT', url_path: '/a', fixed_target: 2, rate: 1 }],
};

const central = {
  RuleName: 'orders',
  ResourceARN: '*',
  Priority: 10,
  FixedRate: 0.5,
  ReservoirSize: 3,
  ServiceName: '*',
  ServiceType: '*',
  Host: '*',
  HTTPMethod: '*',
  URLPath: '/orders/*',
};

function rulesOf(document: unknown): readonly object[] {
  const read = readSamplingRules(document);
  if (read.kind === 'wrong') throw new Error(read.problem);
  return read.rules;
}

test('version 2 is read in its order, the default last and for everything', () => {
  expect(rulesOf(version2)).toMatchObject([
    { name: 'Player moves.', priority: 1, urlPath: '/api/move/*', host: '*', fixedRate: 0.05, reservoirSize: 0 },
    { name: 'Default', priority: 2, urlPath: '*', host: '*', httpMethod: '*', fixedRate: 0.1, reservoirSize: 1 },
  ]);
});

test('what version 1 calls the name of the service is the host', () => {
  expect(rulesOf(version1)).toMatchObject([
    { name: 'local rule 1', host: 'api.*', serviceName: '*', httpMethod: 'PUT', fixedRate: 1, reservoirSize: 2 },
    { name: 'Default' },
  ]);
});

test('a local document needs no rules', () => {
  expect(rulesOf({ version: 2, default: { fixed_target: 0, rate: 0 } })).toHaveLength(1);
});

test.each([
  ['the answer of GetSamplingRules', { SamplingRuleRecords: [{ SamplingRule: central, CreatedAt: 0 }] }],
  ['a list of rules', [central]],
  ['a list of records', [{ SamplingRule: central }]],
  ['the input of CreateSamplingRule', { SamplingRule: central }],
])('%s is the central form', (_what, document) => {
  expect(rulesOf(document)).toMatchObject([{ name: 'orders', priority: 10, urlPath: '/orders/*', reservoirSize: 3 }]);
});

describe('a wrong document is refused as a whole, and the fault is named', () => {
  const rule = version2.rules[0];
  test.each([
    [null, /is neither an object nor a list; expected sampling rules/],
    ['[]', /is neither/],
    [{}, /"version" missing/],
    [{ version: 3 }, /"version" 3/],
    [{ version: 2 }, /"default" missing/],
    [{ ...version2, rules: {} }, /"rules" an object/],
    [{ ...version2, default: { fixed_target: 1 } }, /wrong default: it has "rate" missing/],
    [{ ...version2, default: { fixed_target: 1, rate: 1, host: '*' } }, /wrong default: it has "host"; expected only/],
    [
      { ...version2, rules: [rule, { ...rule, rate: 5 }] },
      /wrong rule 2: it has "rate" 5; expected a number from 0 to 1/,
    ],
    [{ ...version2, rules: [{ ...rule, fixed_target: 0.5 }] }, /wrong rule 1: it has "fixed_target" 0.5/],
    [{ ...version2, rules: [{ ...rule, url_pth: '/' }] }, /wrong rule 1: it has "url_pth"; expected only/],
    [{ ...version2, rules: [{ ...rule, service_name: 'a' }] }, /has "service_name"/],
    [{ ...version2, rules: [{ ...rule, host: '' }] }, /"host" ""/],
    [{ ...version2, rules: ['x'] }, /wrong rule 1: it is not an object/],
    [{ SamplingRuleRecords: [{ SamplingRule: central }, {}] }, /wrong rule 2: it has "RuleName" missing/],
    [[{ ...central, FixedRate: 2 }], /wrong rule 1: it has "FixedRate" 2/],
  ])('%j', (document, problem) => {
    const read = readSamplingRules(document);
    expect(read).toMatchObject({ kind: 'wrong', problem: expect.stringMatching(problem) as string });
  });
});

test('anything at all is read without a throw, and what is read has rates and sizes that can be used', () => {
  const parts = fc.constantFrom<unknown>(version2.rules[0], central, { SamplingRule: central }, null, 1, 'x', []);
  const documents = fc.oneof(
    fc.anything(),
    fc.array(parts),
    fc.record({ version: fc.constantFrom<unknown>(1, 2, '2'), rules: fc.array(parts), default: fc.anything() }),
    fc.record({ SamplingRuleRecords: fc.array(parts) }),
  );
  fc.assert(
    fc.property(documents, (document) => {
      const read = readSamplingRules(document);
      if (read.kind === 'wrong') expect(read.problem).toMatch(/^(is|has) .+; expected /s);
      for (const { fixedRate, reservoirSize } of read.kind === 'rules' ? read.rules : []) {
        expect(fixedRate >= 0 && fixedRate <= 1 && reservoirSize >= 0).toBe(true);
      }
    }),
  );
});
