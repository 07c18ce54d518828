import { describeWays, type Way } from './run-end.ts';

const way = (signal: NodeJS.Signals, name: string, end: Partial<Way> = {}): Way => ({
  name: `${signal}, ${name}`,
  app: 'packages.cjs',
  args: [name, signal],
  ...end,
});

describeWays([
  ...(['SIGTERM', 'SIGINT', 'SIGHUP'] as const).flatMap((signal) => [
    way(signal, 'signal-exit 3', { signal }),
    way(signal, 'signal-exit 4', { signal }),
  ]),
  way('SIGTERM', 'signal-exit 3 and 4', { signal: 'SIGTERM' }),
  way('SIGTERM', 'signal-exit 4, unloaded', { signal: 'SIGTERM' }),
  { name: 'signal-exit 3 at an exit', app: 'packages.cjs', code: 3 },
  { name: 'signal-exit 4 at an empty event loop', app: 'packages.cjs' },
  way('SIGTERM', 'close-with-grace'),
  way('SIGTERM', 'close-with-grace and a second signal', { code: 1 }),
  { name: 'close-with-grace at a crash', app: 'packages.cjs', code: 1 },
  way('SIGTERM', '@godaddy/terminus', { signal: 'SIGTERM' }),
  way('SIGTERM', 'Nest shutdown hooks', { signal: 'SIGTERM' }),
]);
