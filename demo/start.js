'use strict';

// The door of the demo (`npm run demo`): looks whether the demo can run here, then gives it to `otel-xray dev`,
// which starts the local X-Ray, runs demo/main.js and prints each trace that arrives.

const { spawn } = require('node:child_process');
const { existsSync } = require('node:fs');
const path = require('node:path');

const OLDEST_NODE = [22, 15];
const cli = path.join(__dirname, '..', 'package', 'cli.js');

/** Why the demo cannot run here, as one sentence for the user; undefined when it can. */
function findObstacle() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])) {
    return (
      `The demo needs Node ${OLDEST_NODE.join('.')} or later and was started with ${process.version}. ` +
      'The repository brings a Node of its own: run "npm ci" with install scripts allowed, then "npm run demo".'
    );
  }
  if (!existsSync(cli)) return '"package/cli.js" is not there yet: run "npm run build", then "npm run demo" again.';
  return undefined;
}

function runUnderDev() {
  const main = path.join(__dirname, 'main.js');
  const child = spawn(process.execPath, [cli, 'dev', '--', process.execPath, main, ...process.argv.slice(2)], {
    stdio: 'inherit',
    // main.js and the stand-ins inside it are scenery and stay untraced; main.js takes this variable
    // away again from the services that it starts.
    env: { ...process.env, OTEL_SDK_DISABLED: 'true' },
  });
  // Ctrl-C reaches the whole process group by itself; this process only has to outlive the others.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.on('error', (error) => {
    console.error(`The demo could not start: ${error.message}`);
    process.exitCode = 1;
  });
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? (signal === null ? 1 : 130);
  });
}

const obstacle = findObstacle();
if (obstacle === undefined) {
  runUnderDev();
} else {
  console.error(obstacle);
  process.exitCode = 1;
}
