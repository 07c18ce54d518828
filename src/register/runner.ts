import path from 'node:path';

/** Of package managers, releases in a repository's `.yarn/releases` among them. */
const managerFile = /^(?:np[mx](?:-cli)?|yarn(?:pkg)?(?:-(?:berry|\d.*))?|pnp[mx]|corepack)$/;
/** Folders that they are installed in, such as `/opt/yarn-v1.22.22`. */
const managerFolder = /[\\/](?:npm|\.?yarn|pnpm|corepack)(?:-v?\d[^\\/]*)?[\\/]/;

/** Of test runners, of what compiles and starts applications, and of what keeps them running. */
const toolFile = /^(?:tsx|jest|vitest|nodemon|pm2(?:-runtime|-dev|-docker)?)$/;
const toolPackage = /[\\/]node_modules[\\/](?:tsx|jest|jest-cli|jest-worker|vitest|tinypool|nodemon|pm2)[\\/]/;
/** It becomes the application in its own process. */
const pm2Container = /[\\/]pm2[\\/]lib[\\/]ProcessContainer\w*\.js$/;

/**
 * Whether a process merely runs applications as processes of their own, which inherit `NODE_OPTIONS`.
 *
 * @param entry the file that Node was started with, or a link to it
 */
export function isRunner(entry: string | undefined): boolean {
  return entry !== undefined && (isPackageManager(entry) || isTool(entry));
}

function isPackageManager(entry: string): boolean {
  const { base, dir } = path.parse(entry);
  const name = base.replace(/\.[cm]?js$/, '');
  // An application may be called `npm.js`; the real ones live in a folder of their own, or beside node without extension.
  return managerFile.test(name) && (name === base || managerFolder.test(`${dir}/`));
}

function isTool(entry: string): boolean {
  // Started by its name, it is a link without extension.
  return toolFile.test(path.basename(entry)) || (toolPackage.test(entry) && !pm2Container.test(entry));
}
