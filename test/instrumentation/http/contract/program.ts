/**
 * The process that runs the contract: `argv` has the implementation, a folder to load packages from, and the groups of
 * scenarios. Prints one line of JSON for each scenario.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Implementation, Scenario } from './scenario.ts';
import { startTracing } from './start-tracing.ts';
import { createTools } from './tools.ts';
import { scenarioGroups } from './scenario-groups.ts';

const [implementation, folder, ...groups] = process.argv.slice(2) as [
  Implementation,
  string,
  ...(keyof typeof scenarioGroups)[],
];
const exporter = startTracing(implementation);

/** What Node raises outside of any listener fails the scenario that runs, unless that one takes care of it. */
let failLoudly: (error: Error) => void = () => {};
process.on('uncaughtException', (error) => {
  if (process.listenerCount('uncaughtException') === 1) failLoudly(error);
});

async function run({ name, run: act }: Scenario): Promise<void> {
  const { tools, finish } = createTools(exporter, folder);
  let failure: unknown;
  const uncaught = new Promise<never>((_resolve, reject) => {
    failLoudly = reject;
  });
  try {
    await Promise.race([act(tools), uncaught, patience()]);
  } catch (error) {
    failure = error;
  }
  try {
    await Promise.race([finish(), uncaught]);
  } catch (error) {
    failure ??= error;
  }
  exporter.reset();
  const text = failure instanceof Error ? (failure.stack ?? failure.message) : failure;
  console.log(JSON.stringify({ name, failure: text }));
}

/** A scenario that hangs must not keep the others from running. */
async function patience(): Promise<never> {
  await sleep(10_000, undefined, { ref: false });
  throw new Error('the scenario did not end within 10 seconds');
}

async function runAll(): Promise<void> {
  for (const group of groups) for (const scenario of scenarioGroups[group]) await run(scenario);
  process.exit();
}
void runAll();
