import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { supportsSyncHooks } from '../../src/distro/sync-hooks-support.ts';

describe('supportsSyncHooks', () => {
  it.each([
    ['20.20.2', false],
    ['22.15.0', false],
    ['22.22.2', false],
    ['22.22.3', true],
    ['22.23.0', true],
    ['23.11.1', false],
    ['24.0.0', false],
    ['24.11.0', false],
    ['24.11.1', true],
    ['24.12.0', true],
    ['25.0.0', false],
    ['25.1.0', true],
    ['26.0.0', true],
    ['27.0.0-nightly20270101', true],
    ['', false],
  ])('Node %s: %s', (version, expected) => {
    expect(supportsSyncHooks(version)).toBe(expected);
  });

  it('agrees with import-in-the-middle on this Node', async () => {
    const file = createRequire(import.meta.url).resolve('import-in-the-middle/create-hook.mjs');
    const { supportsSyncHooks: upstream } = (await import(
      pathToFileURL(path.join(path.dirname(file), 'supports-sync-hooks.mjs')).href
    )) as { supportsSyncHooks: () => boolean };
    expect(supportsSyncHooks(process.versions.node)).toBe(upstream());
  });
});
