import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { PackageFacts } from './package-facts.ts';

/** Writes sbom.cdx.json, a CycloneDX 1.6 list of the bundled packages: https://cyclonedx.org/docs/1.6/json/ */
export function writeSbom(out: string, version: string, packages: readonly PackageFacts[]): void {
  const components = packages.map(({ name, version, licence }) => ({
    type: 'library',
    'bom-ref': purl(name, version),
    name,
    version,
    purl: purl(name, version),
    licenses: [{ expression: licence }],
  }));
  const self = purl('otel-xray', version);
  const sbom = {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    // Derived from the content and without a time, so that the same sources build the same package.
    serialNumber: `urn:uuid:${uuidFrom(JSON.stringify([self, components]))}`,
    version: 1,
    metadata: { component: { type: 'library', 'bom-ref': self, name: 'otel-xray', version, purl: self } },
    components,
  };
  writeFileSync(path.join(out, 'sbom.cdx.json'), `${JSON.stringify(sbom, null, 2)}\n`);
}

/** https://github.com/package-url/purl-spec: the scope's `@` is percent-encoded. */
function purl(name: string, version: string): string {
  return `pkg:npm/${name.replace('@', '%40')}@${version}`;
}

function uuidFrom(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
