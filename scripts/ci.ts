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
  /** What failed, by name: told again before the closing line, where a cut log still has it. */
  failures: string[];
}

/** Runs one npm script; `counted` ones run vitest, whose JSON report tells how many tests passed. */
function run(script: string, counted: boolean): Tally {
  const report = path.join(reports, `${script.replaceAll(':', '-')}.json`);
  const reporters = counted ? ['--', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`] : [];
  console.log(`\n── ${script}`);
  const started = Date.now();
  const { status } = spawnSync('npm', ['run', '--silent', script, ...reporters], { cwd: root, stdio: 'inherit' });
  console.log(`── ${script}: ${status === 0 ? 'passed' : 'FAILED'} in ${Math.round((Date.now() - started) / 1000)} s`);
  const tally = counted ? tallyOf(report, script) : { passed: status === 0 ? 1 : 0, failed: 0, failures: [] };
  // A suite that died without a report, or failed outside any test, must not look green.
  if (status !== 0 && tally.failed === 0) {
    tally.failed += 1;
    tally.failures.push(`${script} ended with ${status}`);
  }
  return tally;
}

interface Report {
  readonly numPassedTests?: number;
  readonly numFailedTests?: number;
  readonly testResults?: readonly {
    readonly name: string;
    readonly status: string;
    readonly message?: string;
    readonly assertionResults?: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages?: readonly string[];
    }[];
  }[];
}

function tallyOf(report: string, script: string): Tally {
  try {
    const {
      numPassedTests = 0,
      numFailedTests = 0,
      testResults = [],
    } = JSON.parse(readFileSync(report, 'utf8')) as Report;
    const failures = testResults.flatMap(({ name, status, message, assertionResults = [] }) => {
      const file = path.relative(root, name);
      const failed = assertionResults.filter((result) => result.status === 'failed');
      if (failed.length === 0) return status === 'failed' ? [`${file}: ${message ?? ''}`] : [];
      return failed.map(({ fullName, failureMessages = [] }) => `${file}: ${fullName}\n${failureMessages.join('\n')}`);
    });
    return { passed: numPassedTests, failed: numFailedTests, failures };
  } catch {
    return { passed: 0, failed: 1, failures: [`${script} left no report`] };
  }
}

const steps: [script: string, counted: boolean][] = [
  ['validators', false],
  ['check', false],
  ['aws-sdks', false],
  ['test:unit', true],
  ['test:console', true],
  ['test:http-contract', true],
  ['test:e2e', true],
  ['collector:build', false],
  ['test:collector', true],
  ['nodes', false],
  ['test:nodes', true],
  ['test:package', true],
  ['soak', false],
  ['postgres', false],
  ['test:score', true],
];
const tallies = steps.map(([script, counted]) => run(script, counted));
const sum = (key: 'passed' | 'failed'): number => tallies.reduce((total, tally) => total + tally[key], 0);
for (const failure of tallies.flatMap(({ failures }) => failures)) console.log(`\nFAILED ${failure.slice(0, 4_000)}`);
console.log(`\n${sum('passed')} passed, ${sum('failed')} failed`);
process.exitCode = sum('failed') === 0 && sum('passed') > 0 ? 0 : 1;
