import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

interface Manifest {
  version: string;
  description: string;
  license: string;
  keywords: string[];
  repository: unknown;
  dependencies: Record<string, string>;
}

/** Writes the published package's own package.json: two dependencies, three doors, the command. */
export function writeManifest(root: string, out: string): void {
  const { version, description, license, keywords, repository, dependencies } = JSON.parse(
    readFileSync(path.join(root, 'package.json'), 'utf8'),
  ) as Manifest;
  const manifest = {
    name: 'otel-xray',
    version,
    description,
    keywords,
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
      './package.json': './package.json',
    },
    dependencies: {
      // Open upwards: an api copy older than the application's would turn the application's spans into no-ops.
      '@opentelemetry/api': `^${dependencies['@opentelemetry/api']}`,
      'import-in-the-middle': `^${dependencies['import-in-the-middle']}`,
    },
  };
  writeFileSync(path.join(out, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}
