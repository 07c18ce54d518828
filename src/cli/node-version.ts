import { outOfSupport, supportedNode } from '../distro/node-support.ts';

/**
 * One sentence when the command line cannot run on this Node, else undefined.
 *
 * @param version `process.versions.node`
 */
export function describeOldNode(version: string): string | undefined {
  if (outOfSupport(version) === undefined) return undefined;
  return `otel-xray is running on Node ${version}; its command line needs Node ${supportedNode} or later. Nothing was run.`;
}
