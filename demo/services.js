'use strict';

const { spawn } = require('node:child_process');
const path = require('node:path');
const readline = require('node:readline');

const STOP_DEADLINE_MILLIS = 10_000;

/**
 * Starts `demo/<name>.js` as a process of its own and resolves once it says where it listens. What it prints goes
 * to our stderr behind its name. Rejects with one sentence when it ends before that; `onCrash` gets one when it
 * ends later without having been told to.
 */
function startService(name, environment, onCrash) {
  const { OTEL_SDK_DISABLED: _, ...inherited } = process.env;
  const child = spawn(process.execPath, [path.join(__dirname, `${name}.js`)], {
    env: { ...inherited, ...environment, OTEL_SERVICE_NAME: name },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const killWithUs = () => child.kill('SIGKILL');
  process.once('exit', killWithUs);
  let state = 'starting';
  const exited = new Promise((resolve) => child.once('close', resolve));

  async function stop() {
    state = 'stopping';
    const deadline = setTimeout(() => child.kill('SIGKILL'), STOP_DEADLINE_MILLIS);
    child.kill('SIGTERM');
    await exited;
    clearTimeout(deadline);
  }

  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      process.removeListener('exit', killWithUs);
      const ending = `"${name}" ended unexpectedly (${signal ?? `exit code ${code}`})`;
      if (state === 'starting') reject(new Error(ending));
      if (state === 'running') onCrash(new Error(ending));
    });
    const print = (line) => process.stderr.write(`${name.padEnd(7)} | ${line}\n`);
    readline.createInterface({ input: child.stderr }).on('line', print);
    readline.createInterface({ input: child.stdout }).on('line', (line) => {
      print(line);
      const url = /^(?:listening on|waiting for orders at) (http:\S+)$/.exec(line)?.[1];
      if (url === undefined || state !== 'starting') return;
      state = 'running';
      resolve({ url, stop });
    });
  });
}

module.exports = { startService };
