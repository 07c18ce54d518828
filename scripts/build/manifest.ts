import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

interface RootManifest {
  version: string;
  description: string;
  license: string;
  keywords: string[];
  repository: { type: string; url: string };
  dependencies: Record<string, string>;
}

/** What the rest of the build needs of the manifest. */
export interface PackageIdentity {
  readonly version: string;
  /** The repository's address: `https://github.com/owner/name`. */
  readonly repository: string;
}

/** Writes the published package's own package.json: two dependencies, three doors, the command. */
export function writeManifest(root: string, out: string): PackageIdentity {
  const { version, description, license, keywords, repository, dependencies } = JSON.parse(
    readFileSync(path.join(root, 'package.json'), 'utf8'),
  ) as RootManifest;
  const address = repository.url.replace(/^git\+/, '').replace(/\.git$/, '');
  const manifest = {
    name: 'otel-xray',
    version,
    description,
    keywords,
    homepage: `${address}#readme`,
    bugs: `${address}/issues`,
    license,
    repository,
    type: 'commonjs',
    engines: { node: '>=20.19' },
    main: './index.js',
    types: './index.d.ts',
    bin: { 'otel-xray': './cli.js' },
    exports: {
      '.': { types: './index.d.ts', default: './index.js' },
      './register': {
        import: { types: './register.d.mts', default: './register.mjs' },
        require: { types: './register.d.ts', default: './register.js' },
      },
      './testing': { types: './testing.d.ts', default: './testing.js' },
      './package.json': './package.json',
    },
    files: [
      '*.js',
      '*.mjs',
      '*.d.ts',
      '*.d.mts',
      'types',
      'collector',
      'console',
      '*.md',
      'THIRD-PARTY-LICENSES.txt',
      'sbom.cdx.json',
    ],
    // Importing the helpers alone starts nothing; only the doors and the command act when they are loaded.
    sideEffects: ['./register.js', './register.mjs', './preload.js', './cli.js'],
    dependencies: {
      // Open upwards: an api copy older than the application's would turn the application's spans into no-ops.
      '@opentelemetry/api': `^${dependencies['@opentelemetry/api']}`,
      'import-in-the-middle': `^${dependencies['import-in-the-middle']}`,
    },
  };
  writeFileSync(path.join(out, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  return { version, repository: address };
}
