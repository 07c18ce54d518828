type Call = (...args: readonly unknown[]) => unknown;
interface Exiting {
  emit: Call;
  reallyExit: Call;
}

/** The two ways out of a process, as Node itself calls them. */
const ways = process as unknown as Exiting;

/**
 * Runs `act`, which must not throw, when the process or this worker thread exits: after the last listener of `exit`,
 * whatever that does.
 *
 * Not in a listener of `exit`: that would not be the last one, and count among those of the application, of which Node
 * takes more than ten for a leak. `process.exit()` in a listener leaves out those after it and ends the process by
 * `process.reallyExit`, which Node's source keeps for others to replace.
 */
export function atExit(act: () => void): void {
  const { reallyExit } = ways;
  const own = Object.hasOwn(process, 'emit') ? ways.emit : undefined;
  const prototype = Object.getPrototypeOf(process) as Exiting;
  ways.emit = function (this: unknown, ...args) {
    const emit = own ?? prototype.emit;
    const [event] = args;
    if (event !== 'exit' && event !== 'uncaughtException') return Reflect.apply(emit, this, args);
    let isThrown = true;
    try {
      const isHeard = Reflect.apply(emit, this, args);
      isThrown = false;
      return isHeard;
    } finally {
      // Where a handler of the last resort throws, Node ends the process without an event.
      if (event === 'exit' || isThrown) act();
    }
  };
  ways.reallyExit = function (this: unknown, ...args) {
    act();
    return Reflect.apply(reallyExit, this, args);
  };
}
