import { describeWays, type Way } from './run-end.ts';

const signals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;
type Ending = (typeof signals)[number];

const way = (signal: Ending, name: string, end: Partial<Way> = {}): Way => ({
  name: `${signal}, ${name}`,
  app: 'signals.cjs',
  args: [name, signal],
  ...end,
});

const forEach = signals.flatMap((signal) => [
  way(signal, 'no handler', { signal }),
  way(signal, 'a handler that exits', { code: 8 }),
  way(signal, 'a handler that drains and sets an exit code', { code: 7 }),
]);

const forOne = [
  way('SIGTERM', 'a handler that throws', { code: 1 }),
  way('SIGINT', 'a handler for once, and a second signal', { signal: 'SIGINT' }),
  way('SIGTERM', 'a handler that is removed', { signal: 'SIGTERM' }),
  way('SIGTERM', 'all handlers removed', { signal: 'SIGTERM' }),
  way('SIGTERM', 'a handler added late', { code: 3 }),
  way('SIGTERM', 'a handler added outside of every request', { code: 3 }),
  way('SIGHUP', 'a handler that raises the signal again', { signal: 'SIGHUP' }),
  way('SIGTERM', 'a signal of its own', { signal: 'SIGTERM' }),
  way('SIGTERM', 'a signal emitted by the application'),
  way('SIGTERM', 'another signal than the handled one', { signal: 'SIGTERM' }),
  way('SIGTERM', 'a request in flight', {
    delivered: ['ending client GET 200', '  ending server GET 200', 'ending client GET 200', '  ending server GET 200'],
  }),
];

describeWays([...forEach, ...forOne]);
