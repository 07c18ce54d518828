import { copyFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Tool } from './scenarios.ts';

/** The folder that tsx and jest are installed in. */
export const toolsFolder: string = path.join(import.meta.dirname, '../tools');

/** How a tool is started, in its folder. */
export interface ToolStart {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** Writes into the folder what a tool needs to start a script with its arguments. */
export function prepareTool(tool: Tool, folder: string, [script = '', ...args]: readonly string[]): ToolStart {
  const write = (name: string, text: string): void => writeFileSync(path.join(folder, name), text);
  const scripts = { start: ['node', script, ...args].join(' ') };
  write('package.json', JSON.stringify({ name: 'started-by-a-tool', scripts }));
  const bin = (file: string): string => path.join(toolsFolder, 'node_modules', file);
  if (tool === 'npm') {
    const env = { npm_config_cache: folder, npm_config_update_notifier: 'false' };
    return { command: 'npm', args: ['run', 'start'], env };
  }
  if (tool === 'tsx') {
    copyFileSync(script, path.join(folder, 'app.ts'));
    return { command: process.execPath, args: [bin('tsx/dist/cli.mjs'), 'app.ts', ...args], env: { TMPDIR: folder } };
  }
  // The service lives until it is killed.
  const test = `const { spawn } = require('node:child_process');
    test('starts', () => new Promise(() => {
      spawn(process.execPath, ${JSON.stringify([script, ...args])}, { stdio: 'inherit' });
    }), 60_000);`;
  write('app.test.js', test);
  return { command: process.execPath, args: [bin('jest/bin/jest.js'), '--no-cache'], env: { TMPDIR: folder } };
}
