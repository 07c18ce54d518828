import { describeWays, type Way } from './run-end.ts';

const exits: Omit<Way, 'app'>[] = [
  { name: 'an empty event loop' },
  { name: 'an exit code and an empty event loop', code: 5 },
  { name: 'process.exit()', code: 4 },
  { name: 'process.exit() after a while', code: 4 },
  { name: 'process.exit() within an exit listener', code: 9 },
  { name: 'an exit listener that changes the code', code: 6 },
  { name: 'an exit listener that throws', code: 3 },
  { name: 'more listeners than Node likes, but one' },
  { name: 'work in beforeExit' },
  { name: 'process.exit() in beforeExit', code: 7 },
  { name: 'process.reallyExit()', code: 5 },
  { name: 'exit emitted by the application, which goes on' },
  { name: 'an uncaught exception', code: 1 },
  { name: 'an uncaught exception that is no error', code: 1 },
  { name: 'an unhandled rejection', code: 1 },
  { name: 'an uncaught exception that is handled' },
  { name: 'an uncaught exception that is handled by process.exit()', code: 6 },
  { name: 'an uncaught exception whose handler throws', code: 7 },
  { name: 'an uncaught exception that is captured' },
  { name: 'an unhandled rejection that is handled' },
  { name: 'process.abort()', signal: 'SIGABRT', delivered: [], isStderrIgnored: true },
  { name: 'SIGKILL', signal: 'SIGKILL', delivered: [] },
];

const preloaded = './test/e2e/end/apps/preloaded.cjs';
/** What sends the last spans is a thread, in which nothing of the application may run. */
const withPreload: Omit<Way, 'app'>[] = [
  { name: 'process.exit(), a preload in the flags', flags: ['--require', preloaded] },
  { name: 'process.exit(), a preload in NODE_OPTIONS', under: ['env', `NODE_OPTIONS=--require ${preloaded}`] },
];

describeWays([
  ...withPreload.map((way) => ({ ...way, app: 'exits.cjs', args: ['process.exit()'], code: 4 })),
  ...exits.map((way) => ({ ...way, app: 'exits.cjs' })),
  { name: 'a top-level await that is never settled', app: 'unsettled.mjs', code: 13 },
]);
