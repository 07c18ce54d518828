/** One way for the application of this bench to end, and what makes it end so. */
export interface Way {
  readonly name: string;
  /** Sent to the process; without one, a line on its standard input makes it end. */
  readonly signal?: NodeJS.Signals;
  /** Its input has it block its event loop, a moment before the signal. */
  readonly isBlocked?: boolean;
}

/** In the order of the tables' rows. */
export const ways: readonly Way[] = [
  { name: 'event loop drained' },
  { name: 'process.exit(3)' },
  { name: 'SIGTERM', signal: 'SIGTERM' },
  { name: 'SIGINT', signal: 'SIGINT' },
  { name: 'SIGHUP', signal: 'SIGHUP' },
  { name: 'SIGTERM, the application drains', signal: 'SIGTERM' },
  { name: 'SIGTERM, the application exits', signal: 'SIGTERM' },
  { name: 'SIGTERM, the event loop is blocked for good', signal: 'SIGTERM', isBlocked: true },
  { name: 'uncaught exception' },
  { name: 'unhandled rejection' },
];
