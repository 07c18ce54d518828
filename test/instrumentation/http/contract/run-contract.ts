import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { rolldown } from 'rolldown';
import { root } from '../../../support/run-app.ts';
import type { Implementation } from './scenario.ts';
import type { GroupName } from './scenario-groups.ts';

/** The contract as one file that runs on every Node; `dispose` removes it. */
export interface ContractProgram {
  /** Runs groups of scenarios in a process of their own; gives what failed, by the scenario's name, or `undefined`. */
  run(
    node: string,
    implementation: Implementation,
    groups: readonly GroupName[],
  ): Promise<Map<string, string | undefined>>;
  dispose(): void;
}

/** Bundles the program with the sources of the instrumentation, since not every Node reads TypeScript. */
export async function buildContract(): Promise<ContractProgram> {
  const folder = mkdtempSync(path.join(tmpdir(), 'otel-xray-contract-'));
  const build = await rolldown({
    input: { program: path.join(import.meta.dirname, 'program.ts') },
    platform: 'node',
    transform: { target: 'node20' },
    resolve: {
      mainFields: ['module', 'main'],
      alias: { 'import-in-the-middle': path.join(root, 'src/distro/import-in-the-middle.ts') },
    },
  });
  await build.write({ dir: folder, format: 'cjs', entryFileNames: '[name].cjs' });
  return {
    run: (node, implementation, groups) =>
      runProgram(node, [path.join(folder, 'program.cjs'), implementation, path.join(root, 'package.json'), ...groups]),
    dispose: () => rmSync(folder, { recursive: true }),
  };
}

async function runProgram(node: string, args: readonly string[]): Promise<Map<string, string | undefined>> {
  const child = spawn(node, args, { stdio: ['ignore', 'pipe', 'pipe'], timeout: 100_000, killSignal: 'SIGKILL' });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const code = await new Promise((resolve, reject) => child.on('close', resolve).on('error', reject));
  const results = new Map<string, string | undefined>();
  for (const line of stdout.split('\n').filter((text) => text.startsWith('{"name"'))) {
    const { name, failure } = JSON.parse(line) as { name: string; failure?: string };
    results.set(name, failure);
  }
  if (code !== 0)
    throw new Error(`The contract ended with ${String(code)} after ${String(results.size)} scenarios.\n${stderr}`);
  return results;
}
