import { existsSync } from 'node:fs';
import { matrix, nodeBinary } from '../../scripts/node-matrix.ts';

/** A Node to run applications on. */
export interface TestNode {
  readonly version: string;
  readonly binary: string;
}

/** Whether the tests run on the whole matrix; what does not depend on Node's version is left to the other run. */
export const isMatrixRun: boolean = process.env['OTEL_XRAY_TEST_NODES'] === 'all';

/**
 * The Nodes that the end-to-end tests run on: the pinned one, and with `OTEL_XRAY_TEST_NODES=all` those of
 * the matrix, which `npm run nodes` installs.
 */
export function testNodes(): TestNode[] {
  const own = { version: process.versions.node, binary: process.execPath };
  if (!isMatrixRun) return [own];
  return matrix.map((version) => {
    const binary = nodeBinary(version);
    if (!existsSync(binary)) throw new Error(`Node ${version} is not installed; run "npm run nodes" first.`);
    return { version, binary };
  });
}

/** Whether this version is at least `major.minor`. */
export function isAtLeast(version: string, major: number, minor = 0): boolean {
  const [ownMajor = 0, ownMinor = 0] = version.split('.').map(Number);
  return ownMajor > major || (ownMajor === major && ownMinor >= minor);
}
