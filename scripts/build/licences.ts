import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

interface PackageFacts {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  readonly texts: readonly string[];
}

/** Writes the licence texts of all bundled packages and a CycloneDX 1.6 SBOM that names them. */
export function writeLicences(root: string, out: string, folders: readonly string[]): void {
  const packages = folders.map(factsOf);
  const missing = packages.filter(({ texts }) => texts.length === 0);
  writeFileSync(
    path.join(out, 'THIRD-PARTY-LICENSES.txt'),
    [
      'otel-xray bundles the packages below. Each stands under its own licence.',
      ...packages.map(({ name, version, licence, texts }) =>
        [`${'='.repeat(80)}\n${name} ${version}\n${licence}\n${'='.repeat(80)}`, ...texts].join('\n\n'),
      ),
    ].join('\n\n') + '\n',
  );
  writeFileSync(path.join(out, 'sbom.cdx.json'), `${JSON.stringify(sbom(root, packages), null, 2)}\n`);
  for (const { name, licence } of missing) console.warn(`${name} ships no licence file; its manifest says ${licence}.`);
}

function factsOf(folder: string): PackageFacts {
  const manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as {
    name: string;
    version: string;
    license?: string | { type: string };
  };
  const licence = typeof manifest.license === 'object' ? manifest.license.type : (manifest.license ?? 'UNKNOWN');
  const texts = readdirSync(folder)
    .filter((file) => /^(licen[cs]e|notice|copying)/i.test(file) && !file.endsWith('.csv'))
    .map((file) => path.join(folder, file))
    .filter((file) => statSync(file).isFile())
    .map((file) => readFileSync(file, 'utf8').trim());
  return { name: manifest.name, version: manifest.version, licence, texts };
}

/** https://cyclonedx.org/docs/1.6/json/ */
function sbom(root: string, packages: readonly PackageFacts[]): unknown {
  const { name, version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as PackageFacts;
  const components = packages.map((facts) => ({
    type: 'library',
    'bom-ref': purl(facts),
    name: facts.name,
    version: facts.version,
    purl: purl(facts),
    licenses: [{ expression: facts.licence }],
  }));
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    // Derived from the content, so that the same sources build the same package.
    serialNumber: `urn:uuid:${uuidFrom(JSON.stringify(components))}`,
    version: 1,
    metadata: { component: { type: 'library', 'bom-ref': `pkg:npm/${name}@${version}`, name, version } },
    components,
  };
}

/** https://github.com/package-url/purl-spec: the scope's `@` is percent-encoded. */
function purl({ name, version }: Pick<PackageFacts, 'name' | 'version'>): string {
  return `pkg:npm/${name.replace('@', '%40')}@${version}`;
}

function uuidFrom(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
