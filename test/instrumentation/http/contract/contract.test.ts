import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testNodes } from '../../../support/nodes.ts';
import { upstreamDifferences } from './known-differences.ts';
import { buildContract, type ContractProgram } from './run-contract.ts';
import type { Implementation, Scenario } from './scenario.ts';
import { type GroupName, scenarioGroups } from './scenario-groups.ts';

const allGroups = Object.keys(scenarioGroups) as GroupName[];
const groupsOf: Readonly<Record<Implementation, readonly GroupName[]>> = {
  own: allGroups,
  upstream: allGroups.filter((name) => name !== 'bodySizes' && !name.startsWith('http2')),
};

let program: ContractProgram;
beforeAll(async () => void (program = await buildContract()));
afterAll(() => program.dispose());

function isKnownDifference(implementation: Implementation, name: string, nodeVersion: string): boolean {
  const difference = implementation === 'upstream' ? upstreamDifferences[name] : undefined;
  return difference?.majors?.includes(Number.parseInt(nodeVersion, 10)) ?? difference !== undefined;
}

describe.each(testNodes())('on Node $version', ({ version, binary }) => {
  describe.each(['own', 'upstream'] as const)('%s instrumentation', (implementation) => {
    let results: Map<string, string | undefined>;
    beforeAll(
      async () => void (results = await program.run(binary, implementation, groupsOf[implementation])),
      100_000,
    );

    const scenarios = groupsOf[implementation].flatMap((group): readonly Scenario[] => scenarioGroups[group]);
    test.each(scenarios.map(({ name }) => name))('%s', (name) => {
      // Some are about modules that not every Node runs.
      if (!results.has(name)) return;
      if (isKnownDifference(implementation, name, version)) expect(results.get(name)).toBeDefined();
      else expect(results.get(name)).toBeUndefined();
    });
  });
});

test('every known difference is about a scenario', () => {
  const names = new Set(
    Object.values(scenarioGroups).flatMap((group: readonly Scenario[]) => group.map(({ name }) => name)),
  );
  expect(Object.keys(upstreamDifferences).filter((name) => !names.has(name))).toEqual([]);
});
