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
    if (args[0] !== 'exit') return Reflect.apply(emit, this, args);
    try {
      return Reflect.apply(emit, this, args);
    } finally {
      act();
    }
  };
  ways.reallyExit = function (this: unknown, ...args) {
    act();
    return Reflect.apply(reallyExit, this, args);
  };
}
