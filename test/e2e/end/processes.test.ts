import { spawnSync } from 'node:child_process';
import { describe } from 'vitest';
import { describeWays, type Way } from './run-end.ts';

const children: Omit<Way, 'app'>[] = [
  { name: 'worker.process.kill()' },
  { name: 'worker.kill()' },
  { name: 'worker.disconnect()' },
  { name: 'process.exit() in a worker' },
  { name: 'an uncaught exception in a worker' },
  { name: 'child.kill()' },
  { name: 'child.kill() with a handler' },
  { name: 'child.disconnect()' },
  { name: 'process.exit() in a child' },
];
const threads: Omit<Way, 'app'>[] = [
  { name: 'an empty event loop of a thread' },
  { name: 'process.exit() in a thread' },
  { name: 'an uncaught exception in a thread' },
  // A thread that another one ends runs nothing more, so what it has not sent by then is lost.
  { name: 'terminate() of a thread', delivered: [] },
  { name: 'process.exit() while a thread waits', code: 4, delivered: [] },
  { name: 'SIGTERM while a thread waits', signal: 'SIGTERM', delivered: [] },
];

describeWays([
  ...children.map((way) => ({ ...way, app: 'children.cjs' })),
  ...threads.map((way) => ({ ...way, app: 'threads.cjs' })),
]);

const asFirstProcess = ['unshare', '--pid', '--fork', '--mount-proc'];
const isPossible = spawnSync(asFirstProcess[0] ?? '', [...asFirstProcess.slice(1), 'true']).status === 0;

describe.skipIf(!isPossible)('as process 1 (needs the right to make a namespace for process ids)', () => {
  describeWays([
    { name: 'SIGTERM, no handler', app: 'first-process.cjs', args: [], under: asFirstProcess, code: 3 },
    { name: 'SIGTERM, a handler', app: 'first-process.cjs', args: ['a handler'], under: asFirstProcess, code: 8 },
  ]);
});
