import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Writes the declarations of the public API: `index.d.ts` and, under `types/`, the files that it names. */
export function writeTypes(root: string, out: string): void {
  const typesFolder = path.join(out, 'types');
  // Beside tsconfig.json, so that `extends` and the type roots resolve as they do for the sources.
  const folder = mkdtempSync(path.join(root, '.types-'));
  try {
    const project = path.join(folder, 'tsconfig.json');
    writeFileSync(
      project,
      JSON.stringify({
        extends: '../tsconfig.json',
        compilerOptions: {
          noEmit: false,
          declaration: true,
          emitDeclarationOnly: true,
          stripInternal: true,
          rootDir: '../src',
          outDir: typesFolder,
          rewriteRelativeImportExtensions: true,
        },
        include: [],
        files: ['../src/index.ts'],
      }),
    );
    execFileSync(process.execPath, [path.join(root, 'node_modules/typescript/bin/tsc'), '--noCheck', '-p', project], {
      stdio: 'inherit',
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  // TypeScript leaves `./x.ts` in declarations, which would resolve to sources that the package does not hold.
  for (const file of declarations(typesFolder)) {
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replaceAll(/(from\s*|import\()(['"])(\.[^'"]+)\.ts\2/g, '$1$2$3.js$2'));
  }
  const reachable = reachableFrom(path.join(typesFolder, 'index.d.ts'));
  for (const file of declarations(typesFolder)) if (!reachable.has(file)) rmSync(file);
  writeFileSync(path.join(out, 'index.d.ts'), "export * from './types/index.js';\n");
  for (const door of ['register.d.ts', 'register.d.mts']) writeFileSync(path.join(out, door), 'export {};\n');
}

/** The declarations that the public API names, directly or through others; the rest is nobody's business. */
function reachableFrom(entry: string): Set<string> {
  const found = new Set<string>();
  const waiting = [entry];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (found.has(file)) continue;
    found.add(file);
    for (const [, target = ''] of readFileSync(file, 'utf8').matchAll(/['"](\.[^'"]+)\.js['"]/g)) {
      waiting.push(path.resolve(path.dirname(file), `${target}.d.ts`));
    }
  }
  return found;
}

function declarations(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const file = path.join(folder, name);
    if (statSync(file).isDirectory()) return declarations(file);
    return name.endsWith('.d.ts') ? [file] : [];
  });
}
