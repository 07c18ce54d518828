import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { publint } from 'publint';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../support/run-app.ts';
import { type BuiltPackage, buildTemporarily, npm, pack, run, type Tarball } from './built-package.ts';

const compilers = {
  'our TypeScript': tscOf(root),
  // The one that attw brings: services are slower to change their TypeScript than we are.
  'TypeScript 5.6': tscOf(path.join(root, 'node_modules/@arethetypeswrong/core')),
} as const;

function tscOf(folder: string): string {
  const manifest = createRequire(import.meta.filename).resolve('typescript/package.json', { paths: [folder] });
  return path.join(path.dirname(manifest), 'bin/tsc');
}

let built: BuiltPackage;
let tarball: Tarball;
let project: string;

beforeAll(async () => {
  built = await buildTemporarily();
  tarball = await pack(built);
  project = path.join(built.workspace, 'project');
  mkdirSync(project);
  writeFileSync(path.join(project, 'package.json'), JSON.stringify({ name: 'shop', private: true }));
  await npm(project, ['install', '--prefer-offline', tarball.file]);
});
afterAll(() => built.remove());

describe('a strict TypeScript application compiles', () => {
  const setups = [
    { compiler: 'our TypeScript', module: 'nodenext', moduleResolution: 'nodenext', file: 'api.cts' },
    { compiler: 'our TypeScript', module: 'nodenext', moduleResolution: 'nodenext', file: 'api.mts' },
    { compiler: 'our TypeScript', module: 'node16', moduleResolution: 'node16', file: 'api.cts' },
    { compiler: 'our TypeScript', module: 'node16', moduleResolution: 'node16', file: 'api.mts' },
    { compiler: 'our TypeScript', module: 'esnext', moduleResolution: 'bundler', file: 'api.ts' },
    { compiler: 'our TypeScript', module: 'preserve', moduleResolution: 'bundler', file: 'api.ts' },
    { compiler: 'TypeScript 5.6', module: 'nodenext', moduleResolution: 'nodenext', file: 'api.cts' },
    { compiler: 'TypeScript 5.6', module: 'nodenext', moduleResolution: 'nodenext', file: 'api.mts' },
    { compiler: 'TypeScript 5.6', module: 'commonjs', moduleResolution: 'node10', file: 'api.ts' },
  ] as const;

  it.each(setups)('$file with $compiler, module $module, resolution $moduleResolution', async (setup) => {
    const { compiler, module, moduleResolution, file } = setup;
    const folder = path.join(project, Object.values(setup).join('-').replaceAll(' ', '-'));
    mkdirSync(folder);
    copyFileSync(path.join(import.meta.dirname, 'fixtures/api.ts'), path.join(folder, file));
    const compilerOptions = {
      module,
      moduleResolution,
      target: 'es2022',
      strict: true,
      exactOptionalPropertyTypes: true,
      skipLibCheck: false,
      // The declarations must not need @types/node.
      types: [],
      noEmit: true,
    };
    writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: [file] }));
    await expect(run(process.execPath, [compilers[compiler], '-p', folder], { cwd: folder })).resolves.toBe('');
  });
});

describe('the tarball', () => {
  it('has nothing for publint to say', async () => {
    const { messages } = await publint({ pkgDir: built.folder, strict: true, pack: 'npm' });
    expect(messages).toEqual([]);
  });

  it('resolves in every way that attw tries', async () => {
    const attw = path.join(root, 'node_modules/.bin/attw');
    const output = await run(process.execPath, [attw, '--no-color', '--no-emoji', '--format', 'ascii', tarball.file], {
      cwd: built.workspace,
    });
    expect(output).toContain('No problems found');
  });
});
