/** The lowest Node that the distribution and its upstream support. */
export const supportedNode = '22.15';

/**
 * One sentence where this Node is older than what is supported, although it traces; nothing where it is not.
 *
 * @param version `process.versions.node`
 */
export function outOfSupport(version: string): string | undefined {
  const [major = 0, minor = 0] = version.split('.').map((part) => Number.parseInt(part, 10));
  if (major > 22 || (major === 22 && minor >= 15)) return undefined;
  return `Node ${version} is out of support; expected ${supportedNode} or later. Tracing goes on, untested by OpenTelemetry.`;
}
