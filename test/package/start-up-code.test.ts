import { createRequire } from 'node:module';
import { compileFunction } from 'node:vm';
import { type OutputChunk, rolldown } from 'rolldown';
import { describe, expect, it } from 'vitest';
import { lateBuiltins, requiredBuiltins } from '../../scripts/build/start-up-code.ts';

/** Bundles one source as a file of a start, and gives its exports and the modules that it has asked for so far. */
async function load(source: string): Promise<{ exports: Record<string, () => unknown>; asked: string[] }> {
  const id = 'virtual:source';
  const virtual = { name: 'virtual', resolveId: (name: string) => (name === id ? id : undefined), load: () => source };
  const plugins = [virtual, lateBuiltins('main.js'), requiredBuiltins];
  const build = await rolldown({ input: { main: id }, platform: 'node', plugins });
  const { output } = await build.generate({ format: 'cjs', exports: 'named' });
  const [{ code }] = output as unknown as [OutputChunk];
  const asked: string[] = [];
  const exports: Record<string, () => unknown> = {};
  const require = createRequire(import.meta.filename);
  const run = compileFunction(code, ['exports', 'require']) as (...given: unknown[]) => void;
  run(exports, (name: string): unknown => {
    asked.push(name);
    return require(name);
  });
  return { exports, asked };
}

describe('a module of Node that is loaded late', () => {
  it('is called, constructed and read where it is used, and not loaded before', async () => {
    const { exports, asked } = await load(`
      import { isIP, Socket } from 'node:net';
      import { resolve } from 'node:path';
      export const call = () => isIP('::1');
      export const construct = () => new Socket().connecting;
      export const read = () => typeof Socket + typeof resolve;
    `);
    expect(asked).toEqual(['node:path']);
    expect(exports['call']?.()).toBe(6);
    expect(exports['construct']?.()).toBe(false);
    expect(exports['read']?.()).toBe('functionfunction');
    expect(new Set(asked)).toEqual(new Set(['node:path', 'node:net']));
  });

  it('ends the build where it is more than an import', async () => {
    await expect(load("import * as net from 'node:net'; export const all = () => net;")).rejects.toThrow(
      '"main.js" uses "node_net" in other ways than as an import.',
    );
  });
});

describe('a module of Node that is imported when it is needed', () => {
  it('is required then, which no hook for ES modules sees', async () => {
    const { exports, asked } = await load(`
      export const build = async (isSecure) => (await (isSecure ? import('node:https') : import('node:http'))).Agent;
    `);
    expect(asked).toEqual([]);
    await expect(exports['build']?.()).resolves.toBeTypeOf('function');
    expect(asked).toEqual(['node:http']);
  });
});
