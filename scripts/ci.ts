/**
 * Runs every suite, one after another, and sums them up in one closing line. `npm run ci`, from `.ci/run`.
 * A step without counts of its own (types, lint, build) counts as one.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const reports = path.join(root, '.cache/reports');
rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });

interface Tally {
  passed: number;
  failed: number;
}

/** Runs one npm script; `counted` ones run vitest, whose JSON report tells how many tests passed. */
function run(script: string, counted: boolean): Tally {
  const report = path.join(reports, `${script.replaceAll(':', '-')}.json`);
  const reporters = counted ? ['--', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`] : [];
  console.log(`\n── ${script}`);
  const started = Date.now();
  const { status } = spawnSync('npm', ['run', '--silent', script, ...reporters], { cwd: root, stdio: 'inherit' });
  console.log(`── ${script}: ${status === 0 ? 'passed' : 'FAILED'} in ${Math.round((Date.now() - started) / 1000)} s`);
  const tally = counted ? countsOf(report) : { passed: 0, failed: 0 };
  if (!counted && status === 0) tally.passed += 1;
  // A suite that died without a report, or failed outside any test, must not look green.
  if (status !== 0 && tally.failed === 0) tally.failed += 1;
  return tally;
}

function countsOf(report: string): Tally {
  try {
    const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, 'utf8')) as Record<string, number>;
    return { passed: numPassedTests ?? 0, failed: numFailedTests ?? 0 };
  } catch {
    return { passed: 0, failed: 1 };
  }
}

const steps: [script: string, counted: boolean][] = [
  ['check', false],
  ['test:unit', true],
  ['test:e2e', true],
  ['nodes', false],
  ['test:nodes', true],
  ['test:package', true],
];
const tallies = steps.map(([script, counted]) => run(script, counted));
const sum = (key: keyof Tally): number => tallies.reduce((total, tally) => total + tally[key], 0);
console.log(`\n${sum('passed')} passed, ${sum('failed')} failed`);
process.exitCode = sum('failed') === 0 && sum('passed') > 0 ? 0 : 1;
