import { afterAll, expect, test, vi } from 'vitest';
import { describeWithCollector } from '../../support/describe-with-collector.ts';
import { toTable } from './outcome-table.ts';
import { nameOf, type Outcome, runScenario, SCENARIOS } from './scenarios.ts';
import { SUBJECTS } from './subject.ts';

vi.setConfig({ testTimeout: 180_000 });

/** A tenth of the full length, but long enough for the retries of the exporter to be used up. */
const shorten = (fullMillis: number): number => Math.max(1000, fullMillis / 10);

describeWithCollector('faults, in short', () => {
  const outcomes = new Map<string, Record<string, Outcome>>();
  afterAll(() => console.log(toTable(outcomes)));

  test.each(SCENARIOS.map((scenario) => [nameOf(scenario, shorten), scenario] as const))(
    'durable.yaml loses nothing: %s',
    async (name, scenario) => {
      const compared = Object.entries(SUBJECTS).filter(([subject]) => subject !== 'sidecar.yaml');
      const results = await Promise.all(
        compared.map(async ([subject, config]) => {
          const quietMillis = subject === 'durable.yaml' ? 60_000 : 5000;
          return [subject, await runScenario(scenario, { config, lengthen: shorten, quietMillis })] as const;
        }),
      );
      const outcome: Record<string, Outcome> = Object.fromEntries(results);
      outcomes.set(name, outcome);
      expect(outcome['durable.yaml']).toMatchObject({ lost: 0, refused: 0 });
      expect(outcome['durable.yaml']?.sent).toBeGreaterThan(0);
      // The same fault through a collector without a queue: the test would see a loss.
      if (name.includes('refuses connections')) expect(outcome["AWS's default"]?.lost).toBeGreaterThan(0);
    },
  );
});
