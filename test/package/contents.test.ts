import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BundledFile } from '../../scripts/build/bundle.ts';
import { root } from '../support/run-app.ts';
import { type BuiltPackage, buildTemporarily, filesBelow, type FoundFile } from './built-package.ts';

/** What is read at every traced start; measured 352,000 bytes with their line breaks, with room for some 5 % more. */
const preloadBudgetBytes = 370_000;

let built: BuiltPackage;
let files: FoundFile[];
let modules: BundledModule[];

beforeAll(async () => {
  built = await buildTemporarily();
  files = await filesBelow(built.folder);
  modules = built.bundled.flatMap(modulesOf);
});
afterAll(() => built.remove());

/** A module of an npm package inside a bundled file. */
interface BundledModule {
  readonly file: string;
  readonly id: string;
  readonly folder: string;
  /** `@scope/name version`, as the package's own manifest says. */
  readonly package: string;
  /** Path inside the package. */
  readonly path: string;
}

function modulesOf({ name: file, modules: ids }: BundledFile): BundledModule[] {
  return ids.flatMap((id) => {
    const folder = /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id.replaceAll('\\', '/'))?.[0];
    if (folder === undefined) return [];
    const { name, version } = readJson(path.join(folder, 'package.json')) as { name: string; version: string };
    return [{ file, id, folder, package: `${name} ${version}`, path: id.slice(folder.length + 1) }];
  });
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}

async function textOf(name: string): Promise<string> {
  const file = files.find((found) => found.name === name);
  if (!file) throw new Error(`The package holds no "${name}".`);
  return file.text();
}

const distinct = <T>(values: readonly T[]): T[] => [...new Set(values)];

/** The values that one key has more than one of, as text, for a message that names the culprits. */
function severalOf(pairs: readonly (readonly [key: string, value: string])[]): string[] {
  return distinct(pairs.map(([key]) => key)).flatMap((key) => {
    const values = distinct(pairs.filter(([other]) => other === key).map(([, value]) => value));
    return values.length > 1 ? [`${key}: ${values.join(', ')}`] : [];
  });
}

describe('one copy', () => {
  it('of each module is in the bundle', () => {
    expect(modules.length).toBeGreaterThan(300);
    expect(severalOf(modules.map(({ id, file }) => [id, file]))).toEqual([]);
  });

  it('of each package is in the bundle', () => {
    expect(severalOf(modules.map((module) => [module.package.split(' ')[0] ?? '', module.folder]))).toEqual([]);
  });

  it('of each OpenTelemetry package is in the bundle, its ES-module or its CommonJS build', () => {
    const builds = modules
      .filter((module) => module.package.startsWith('@opentelemetry/'))
      .map((module) => [module.package, buildOf(module.path)] as const);
    expect(builds.map(([name]) => name)).toContain('@opentelemetry/api 1.10.0');
    expect(severalOf(builds)).toEqual([]);
  });

  it('of each OpenTelemetry package is in the repository, in one version, but for those that tests have under other names', () => {
    const { packages } = readJson(path.join(root, 'package-lock.json')) as {
      packages: Record<string, { name?: string; version?: string }>;
    };
    const isForTests = /^node_modules\/(?:otel-api-|instrumentation-http-2)/;
    const product = Object.entries(packages).filter(([folder]) => !isForTests.test(folder));
    const versions = product.map(([folder, { name, version }]) => {
      return [name ?? folder.replace(/^.*node_modules\//, ''), version ?? ''] as const;
    });
    expect(severalOf(versions.filter(([name]) => name.startsWith('@opentelemetry/')))).toEqual([]);
  });
});

/** `dist/x.mjs` and `dist/x.cjs` are two builds; so are `build/esm/x.js` and `build/src/x.js`. */
function buildOf(modulePath: string): string {
  const folder = /^build\/[^/]+|^[^/]+/.exec(modulePath)?.[0];
  return `${folder}/*${path.extname(modulePath)}`;
}

describe('the preload path', () => {
  const loadedWith = (first: string): string[] => {
    const names = new Set([first]);
    // A set's iteration also visits what is added meanwhile.
    for (const name of names) {
      for (const imported of built.bundled.find((file) => file.name === name)?.imports ?? []) names.add(imported);
    }
    return [...names];
  };

  it(`is at most ${preloadBudgetBytes} bytes in three files`, () => {
    const names = ['register.js', ...loadedWith('preload.js'), ...loadedWith('distro.js')];
    expect(names).toEqual(['register.js', 'preload.js', 'distro.js']);
    const sizes = names.map((name) => files.find((file) => file.name === name)?.sizeBytes ?? 0);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(preloadBudgetBytes);
  });

  it('is ASCII, which V8 keeps and reads at one byte a character', async () => {
    expect(await textOf('distro.js')).toMatch(/^[\0-\x7f]+$/);
  });

  it('holds no instrumentation that waits for its modules, nor those of upstream that ours replace', () => {
    const waiting = /instrumentation-(pg|aws-sdk|pino|winston)\/|\/instrumentation\/aws-sdk-v2\//;
    expect(modules.filter(({ file, id }) => file === 'distro.js' && waiting.test(id))).toEqual([]);
    const replaced = /instrumentation-(http|undici|express)\//;
    expect(modules.filter(({ file, id }) => file === 'distro.js' && replaced.test(id))).toEqual([]);
    expect(modules.some(({ file, id }) => file === 'upstream.js' && replaced.test(id))).toBe(true);
  });

  it('holds no exporter, no gRPC and nothing of the command line', () => {
    const distro = built.bundled.find((file) => file.name === 'distro.js');
    // The sampler matches service types by the translator's own origins, so that rules and segments agree.
    const heavy =
      /@grpc\/|\/protobufjs\/|\/otlp-transformer\/|\/src\/(cli|local|enrichment)\/|\/src\/translator\/(?!origin|per-resource|read-attribute)|otlp-(grpc|http)-span-exporter/;
    expect(distro?.modules.filter((id) => heavy.test(id))).toEqual([]);
  });

  it('is not loaded by the command line', () => {
    const commandLine = built.bundled.filter(({ name }) => name.startsWith('cli'));
    expect(commandLine.flatMap(({ imports, dynamicImports }) => [...imports, ...dynamicImports])).not.toContain(
      'distro.js',
    );
    const packages = modules.filter(({ file }) => file.startsWith('cli')).map((module) => module.package);
    expect(packages.filter((name) => name.startsWith('@opentelemetry/'))).toEqual([]);
  });
});

describe('licences', () => {
  it('stand in the package for each bundled package, with their text', async () => {
    const [, ...parts] = (await textOf('THIRD-PARTY-LICENSES.txt')).split(/^={80}$/m);
    const licensed: string[] = [];
    for (let at = 0; at < parts.length; at += 2) {
      const names = [...(parts[at] ?? '').matchAll(/^(\S+ \S+) \(([^)]+)\)$/gm)].map(([, name = '']) => name);
      expect({ names, hasText: (parts[at + 1]?.trim().length ?? 0) > 300 }).toEqual({ names, hasText: true });
      licensed.push(...names);
    }
    expect(licensed.toSorted()).toEqual(distinct(modules.map((module) => module.package)).toSorted());
  });

  it('are of kinds that let us bundle', async () => {
    const { components } = JSON.parse(await textOf('sbom.cdx.json')) as Sbom;
    const allowed = new Set(['Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT']);
    expect(components.filter(({ licenses }) => !allowed.has(licenses[0]?.expression ?? ''))).toEqual([]);
  });
});

interface Sbom {
  readonly serialNumber: string;
  readonly metadata: { readonly component: Component };
  readonly components: readonly (Component & { readonly licenses: readonly { readonly expression: string }[] })[];
}

interface Component {
  readonly type: string;
  readonly 'bom-ref': string;
  readonly name: string;
  readonly version: string;
  readonly purl: string;
}

describe('the SBOM', () => {
  it('is CycloneDX 1.6', async () => {
    const sbom = JSON.parse(await textOf('sbom.cdx.json')) as Sbom;
    expect(sbom).toMatchObject({ bomFormat: 'CycloneDX', specVersion: '1.6', version: 1 });
    expect(sbom.serialNumber).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/);
    const components = [sbom.metadata.component, ...sbom.components];
    for (const { type, name, version, purl, 'bom-ref': reference } of components) {
      expect({ type, purl, reference }).toEqual({
        type: 'library',
        purl: `pkg:npm/${name.replace('@', '%40')}@${version}`,
        reference: purl,
      });
    }
    expect(distinct(components.map((component) => component['bom-ref']))).toHaveLength(components.length);
  });

  it('lists exactly the bundled packages', async () => {
    const { components } = JSON.parse(await textOf('sbom.cdx.json')) as Sbom;
    const listed = components.map(({ name, version }) => `${name} ${version}`);
    expect(listed.toSorted()).toEqual(distinct(modules.map((module) => module.package)).toSorted());
  });
});

describe('every file of the package', () => {
  it('is free of paths of the machine that built it', async () => {
    const telling = await filesWith((text) => text.includes(root) || text.includes(built.workspace));
    expect(telling).toEqual([]);
  });

  it('names no source map', async () => {
    expect(await filesWith((text) => /^\s*\/[/*][#@] sourceMappingURL=/m.test(text))).toEqual([]);
  });

  it("holds the version, but nothing else of the repository's own package.json", async () => {
    const { version, description, scripts } = readJson(path.join(root, 'package.json')) as {
      version: string;
      description: string;
      scripts: Record<string, string>;
    };
    // Bundled packages hold manifests of their own, with scripts as short as "tsc".
    const told = [description, ...Object.values(scripts).filter((script) => script.length > 20)];
    const code = files.filter(({ name }) => /\.m?js$/.test(name));
    expect(await filesWith((text) => told.some((each) => text.includes(each)), code)).toEqual([]);
    expect(await textOf('distro.js')).toContain(`"${version}"`);
  });

  it('is the same in every build', async () => {
    const again = await buildTemporarily();
    try {
      const contents = async (found: readonly FoundFile[]): Promise<Record<string, string>> =>
        Object.fromEntries(await Promise.all(found.map(async (file) => [file.name, await file.text()] as const)));
      expect(await contents(await filesBelow(again.folder))).toEqual(await contents(files));
    } finally {
      await again.remove();
    }
  });

  async function filesWith(holds: (text: string) => boolean, among = files): Promise<string[]> {
    const found = await Promise.all(among.map(async (file) => (holds(await file.text()) ? [file.name] : [])));
    return found.flat();
  }
});

describe('the documents', () => {
  it.each(['README.md', 'CHANGELOG.md', 'SECURITY.md'])(
    '%s links to what the package or the repository holds',
    async (name) => {
      const { repository } = JSON.parse(await textOf('package.json')) as { repository: { url: string } };
      const address = repository.url.replace(/^git\+|\.git$/g, '');
      const targets = [...(await textOf(name)).matchAll(/\]\(([^)#\s]+)/g)].map(([, target = '']) => target);
      const relative = targets.filter((target) => !/^https?:/.test(target));
      expect(relative.filter((target) => !files.some((file) => file.name === target))).toEqual([]);
      const inRepository = targets.filter((target) => target.startsWith(address));
      expect(inRepository.filter((target) => !/\/(blob|raw|tree)\/main\/./.test(target.slice(address.length)))).toEqual(
        [],
      );
    },
  );
});
