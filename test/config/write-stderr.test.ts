import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rolldown } from 'rolldown';

const folder = mkdtempSync(path.join(tmpdir(), 'write-stderr-'));
const bundle = path.join(folder, 'write-stderr.cjs');

beforeAll(async () => {
  const build = await rolldown({
    input: path.resolve(import.meta.dirname, '../../src/config/write-stderr.ts'),
    platform: 'node',
  });
  await build.write({ file: bundle, format: 'cjs' });
  await build.close();
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

function run(script: string, stderr: 'pipe' | number = 'pipe') {
  const { status, stderr: written } = spawnSync(
    process.execPath,
    ['-e', `const { writeStderr } = require(${JSON.stringify(bundle)}); ${script}`],
    { stdio: ['ignore', 'ignore', stderr], encoding: 'utf8' },
  );
  return { status, written };
}

describe('writeStderr', () => {
  it('has written before a crash right after it', () => {
    const { written } = run("writeStderr('läst words\\n'); process.kill(process.pid, 'SIGKILL')");
    expect(written).toMatch(/^läst words\n/);
  });

  it('writes whole lines longer than a pipe holds at once', () => {
    const { status, written } = run("writeStderr('x'.repeat(300000) + '\\n')");
    expect(status).toBe(0);
    expect(written).toHaveLength(300_001);
  });

  it('does not throw where stderr is closed', () => {
    const { status } = run("require('node:fs').closeSync(2); writeStderr('lost'); process.exit(7)");
    expect(status).toBe(7);
  });

  it('does not throw where stderr is not writable', () => {
    const readOnly = openSync(bundle, 'r');
    try {
      expect(run("writeStderr('lost'); process.exit(7)", readOnly).status).toBe(7);
    } finally {
      closeSync(readOnly);
    }
  });
});
