/**
 * Whether this Node's `module.registerHooks` can carry import-in-the-middle.
 *
 * From 22.15 to 22.22.2, 24.0 to 24.11.0 and in 25.0 its load hook refuses the empty CommonJS source that
 * import-in-the-middle returns (https://github.com/nodejs/node/pull/59929), so there the loader thread serves.
 * The same test as import-in-the-middle's `supports-sync-hooks.mjs`, which is an ES module and must not be
 * required on exactly these versions.
 *
 * @param version `process.versions.node`
 */
export function supportsSyncHooks(version: string): boolean {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map((part) => Number.parseInt(part, 10));
  switch (major) {
    case 22:
      return minor > 22 || (minor === 22 && patch >= 3);
    case 24:
      return minor > 11 || (minor === 11 && patch >= 1);
    case 25:
      return minor >= 1;
    default:
      return major >= 26;
  }
}
