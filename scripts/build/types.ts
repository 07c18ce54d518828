import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Writes the declarations of the public API: `index.d.ts`, `testing.d.ts` and, under `types/`, the files that it names. */
export function writeTypes(root: string, out: string): void {
  const cache = path.join(root, '.cache');
  mkdirSync(cache, { recursive: true });
  const emitted = mkdtempSync(path.join(cache, 'types-'));
  try {
    emitDeclarations(root, emitted);
    const doors = ['index.d.ts', 'testing.d.ts'].map((name) => ({
      name,
      text: withoutBarrels(readDeclaration(path.join(emitted, name)), emitted),
    }));
    for (const file of doors.flatMap(({ text }) => [...reachableFrom(text, emitted)])) {
      const target = path.join(out, 'types', path.relative(emitted, file));
      mkdirSync(path.dirname(target), { recursive: true });
      writeFileSync(target, readDeclaration(file));
    }
    for (const { name, text } of doors) {
      writeFileSync(path.join(out, name), text.replaceAll(/(?<=from ')\.\//g, './types/'));
    }
  } finally {
    rmSync(emitted, { recursive: true, force: true });
  }
  for (const door of ['register.d.ts', 'register.d.mts']) writeFileSync(path.join(out, door), 'export {};\n');
}

function emitDeclarations(root: string, outDir: string): void {
  const project = path.join(outDir, 'tsconfig.json');
  writeFileSync(
    project,
    JSON.stringify({
      extends: path.join(root, 'tsconfig.json'),
      compilerOptions: {
        noEmit: false,
        declaration: true,
        emitDeclarationOnly: true,
        stripInternal: true,
        rootDir: path.join(root, 'src'),
        outDir,
        rewriteRelativeImportExtensions: true,
      },
      include: [],
      files: [path.join(root, 'src/index.ts'), path.join(root, 'src/testing.ts')],
    }),
  );
  // The type check is a step of its own; a build must not wait for it.
  const compiler = path.join(root, 'node_modules/typescript/bin/tsc');
  execFileSync(process.execPath, [compiler, '--noCheck', '-p', project], { stdio: 'inherit' });
}

/** TypeScript leaves `./x.ts` in declarations, which would resolve to sources that the package does not hold. */
function readDeclaration(file: string): string {
  return readFileSync(file, 'utf8').replaceAll(/(from\s*|import\()(['"])(\.[^'"]+)\.ts\2/g, '$1$2$3.js$2');
}

const reExport = /^export (type )?\{([^}]+)\} from '(\.[^']+)\.js';$/gm;

/**
 * Takes each re-exported name from the file that declares it. A room's `index.ts` also holds what is for other
 * rooms; through it, declarations would be published that name packages which the user does not have.
 */
function withoutBarrels(index: string, folder: string): string {
  return index.replaceAll(reExport, (_, type: string | undefined, list: string, target: string) => {
    const declaring = new Map<string, string>();
    for (const [, , names = '', source = ''] of readDeclaration(path.join(folder, `${target}.d.ts`)).matchAll(
      reExport,
    )) {
      const file = `./${path.posix.join(path.posix.dirname(target), source)}`;
      for (const name of namesIn(names)) declaring.set(bareName(name), file);
    }
    return namesIn(list)
      .map((name) => `export ${type ?? ''}{ ${name} } from '${declaring.get(bareName(name)) ?? target}.js';`)
      .join('\n');
  });
}

function namesIn(list: string): string[] {
  return list
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

function bareName(name: string): string {
  return name.replace(/^type /, '');
}

/** The declarations that the public API names, directly or through others; the rest is nobody's business. */
function reachableFrom(index: string, folder: string): Set<string> {
  const found = new Set<string>(targetsIn(index, folder));
  // A set's iteration also visits what is added meanwhile.
  for (const file of found)
    for (const target of targetsIn(readDeclaration(file), path.dirname(file))) found.add(target);
  return found;
}

function targetsIn(declaration: string, folder: string): string[] {
  return [...declaration.matchAll(/['"](\.[^'"]+)\.js['"]/g)].map(([, target = '']) =>
    path.resolve(folder, `${target}.d.ts`),
  );
}
