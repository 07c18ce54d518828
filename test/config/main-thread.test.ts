import { once } from 'node:events';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { runApp } from '../support/run-app.ts';

const file = path.resolve(import.meta.dirname, '../../src/config/main-thread.ts');
const ask = `import(${JSON.stringify(file)}).then(({ isMainThread }) => `;

it('A process is told its main thread', async () => {
  expect(await runApp({ args: ['-e', `${ask}console.log(isMainThread))`] })).toMatchObject({ stdout: 'true\n' });
});

it('A worker is told that it is none', async () => {
  const worker = new Worker(`${ask}require('node:worker_threads').parentPort.postMessage(isMainThread))`, {
    eval: true,
  });
  expect(await once(worker, 'message')).toEqual([false]);
  await worker.terminate();
});
