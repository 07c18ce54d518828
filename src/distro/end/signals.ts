import { constants } from 'node:os';
import { isatty } from 'node:tty';

/** The signals that end a process, and that it may handle. */
export const ENDING_SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

/** One of {@link ENDING_SIGNALS}. */
export type EndingSignal = (typeof ENDING_SIGNALS)[number];

type StartOrStop = (signal: EndingSignal) => void;
type Emit = NodeJS.EventEmitter['emit'];

const emitter: NodeJS.EventEmitter = process;

/**
 * Runs `act` before the process dies of a signal that the application does not handle, and changes nothing else. Not by
 * a listener: that would be counted by the application's packages (signal-exit ends the process only where nobody else
 * listens) and by Node, which warns of more than ten.
 *
 * Node watches a signal while `process` has a listener for it: a listener of `newListener` starts the watch and binds
 * what `process.emit` is at that moment, a listener of `removeListener` stops it. Here Node's own function is called
 * without a listener and with a deputy of `process.emit`, which sees what comes of each signal. Where Node's functions
 * are others one day, nothing is watched, and signals do what they always did.
 */
export function beforeDeath(act: () => void): void {
  const start = ownListener('newListener', 'startListeningIfSignal');
  const stop = ownListener('removeListener', 'stopListeningIfSignal');
  if (start === undefined || stop === undefined) return;
  const kill = process.kill.bind(process);

  const die = (signal: EndingSignal): true => {
    // From here on signals do what they do without us: a second one ends the process at once.
    for (const other of ENDING_SIGNALS) stop(other);
    act();
    if (signal !== 'SIGHUP') restoreTerminal();
    return kill(process.pid, signal);
  };
  const watch = (signal: EndingSignal): void => {
    if (isHandled(signal)) return;
    const isWatched = lendEmit(
      () => start(signal),
      (event, ...args: unknown[]) => (isHandled(signal) ? emitter.emit(event, ...args) : die(signal)),
    );
    if (!isWatched) stop(signal);
  };

  for (const signal of ENDING_SIGNALS) watch(signal);
  // After Node's own listener, which has stopped the watch where this was the last one.
  process.on('removeListener', (event) => {
    const signal = ENDING_SIGNALS.find((name) => name === event);
    if (signal !== undefined) watch(signal);
  });
  // A process that signals itself is dead when this returns, but for a watch.
  process.kill = (pid, signal = 'SIGTERM') => {
    const name = ENDING_SIGNALS.find((ending) => ending === signal || constants.signals[ending] === signal);
    return pid === process.pid && name !== undefined && !isHandled(name) ? die(name) : kill(pid, signal);
  };
}

/** As Node's own handlers of SIGTERM and SIGINT do, which a watch puts out of force. */
function restoreTerminal(): void {
  try {
    if (isatty(0) && process.stdin.isRaw) process.stdin.setRawMode(false);
  } catch {
    // The terminal is gone.
  }
}

function isHandled(signal: EndingSignal): boolean {
  return process.listenerCount(signal) > 0;
}

/** Node's own listener of that name. */
function ownListener(event: 'newListener' | 'removeListener', name: string): StartOrStop | undefined {
  return emitter.listeners(event).find((listener) => listener.name === name) as StartOrStop | undefined;
}

/** Runs `start` while `process.emit` is `deputy`, and tells whether it was looked at. */
function lendEmit(start: () => void, deputy: Emit): boolean {
  const own = Object.getOwnPropertyDescriptor(process, 'emit');
  let isTaken = false;
  const get = (): Emit => {
    isTaken = true;
    return deputy;
  };
  Object.defineProperty(process, 'emit', { configurable: true, get });
  try {
    start();
    return isTaken;
  } catch {
    return false;
  } finally {
    if (own === undefined) Reflect.deleteProperty(process, 'emit');
    else Object.defineProperty(process, 'emit', own);
  }
}
