import { ENDING_SIGNALS } from './signals.ts';

/** What is done at the last events of a process. Must not throw. */
export interface EventActs {
  /** After the last listener of `exit`, whatever that does, in the process or this worker thread. */
  readonly atExit: () => void;
  /** After the application's own listeners of a signal. */
  readonly afterSignal: () => void;
}

type Call = (...args: readonly unknown[]) => unknown;
interface Exiting {
  emit: Call;
  reallyExit: Call;
}

/** The two ways out of a process, as Node itself calls them. */
const ways = process as unknown as Exiting;

/**
 * Acts at the last events of a process without a listener: a listener of `exit` would not be the last one, and count
 * among those of the application, of which Node takes more than ten for a leak. `process.exit()` in a listener leaves out
 * those after it and ends the process by `process.reallyExit`, which Node's source keeps for others to replace.
 */
export function watchEvents({ atExit, afterSignal }: EventActs): void {
  const { reallyExit } = ways;
  const own = Object.hasOwn(process, 'emit') ? ways.emit : undefined;
  const prototype = Object.getPrototypeOf(process) as Exiting;
  ways.emit = function (this: unknown, ...args) {
    const emit = own ?? prototype.emit;
    const after = actAfter(args[0]);
    if (after === undefined) return Reflect.apply(emit, this, args);
    let isHeard: unknown;
    try {
      isHeard = Reflect.apply(emit, this, args);
      return isHeard;
    } finally {
      after(isHeard);
    }
  };
  ways.reallyExit = function (this: unknown, ...args) {
    atExit();
    return Reflect.apply(reallyExit, this, args);
  };

  /** @returns what to do with the result of `emit`, which is undefined where a listener threw */
  function actAfter(event: unknown): ((isHeard: unknown) => void) | undefined {
    if (event === 'exit') return atExit;
    // Where a handler of the last resort throws, Node ends the process without another event.
    if (event === 'uncaughtException') return (isHeard) => isHeard === undefined && atExit();
    if (isEndingSignal(event)) return (isHeard) => isHeard === true && afterSignal();
    return undefined;
  }
}

function isEndingSignal(event: unknown): boolean {
  return (ENDING_SIGNALS as readonly unknown[]).includes(event);
}
