import { existsSync } from 'node:fs';
import { matrix, nodeBinary } from '../../scripts/node-matrix.ts';

/** A Node to run applications on, and whether the CLI's own floor (22.15) is met. */
export interface TestNode {
  readonly version: string;
  readonly binary: string;
}

/**
 * The Nodes that the end-to-end tests run on: the pinned one, and with `OTEL_XRAY_TEST_NODES=all` those of
 * the matrix, which `npm run nodes` installs.
 */
export function testNodes(): TestNode[] {
  const own = { version: process.versions.node, binary: process.execPath };
  if (process.env['OTEL_XRAY_TEST_NODES'] !== 'all') return [own];
  return matrix.map((version) => {
    const binary = nodeBinary(version);
    if (!existsSync(binary)) throw new Error(`Node ${version} is not installed; run "npm run nodes" first.`);
    return { version, binary };
  });
}
