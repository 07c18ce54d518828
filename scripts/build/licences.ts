import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { PackageFacts } from './package-facts.ts';

const rule = '='.repeat(80);

/**
 * Writes the licence texts of all bundled packages to THIRD-PARTY-LICENSES.txt: each text once, under the names of
 * all packages that ship it word for word.
 */
export function writeLicences(out: string, packages: readonly PackageFacts[]): void {
  const shippedBy = new Map<string, PackageFacts[]>();
  for (const facts of packages) {
    const text = facts.texts.join('\n\n');
    shippedBy.set(text, [...(shippedBy.get(text) ?? []), facts]);
  }
  const sections = [...shippedBy].map(([text, group]) =>
    [rule, ...group.map(({ name, version, licence }) => `${name} ${version} (${licence})`), rule, '', text].join('\n'),
  );
  const heading = 'otel-xray bundles the packages below. Each stands under the licence that follows its name.';
  writeFileSync(path.join(out, 'THIRD-PARTY-LICENSES.txt'), `${[heading, ...sections].join('\n\n')}\n`);
}
