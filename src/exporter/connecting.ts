/**
 * The longest time, in milliseconds, that a collector may take to accept a connection. A connection that is being made
 * keeps the process alive, and nothing else of an export does.
 */
export const LONGEST_CONNECT_MILLIS = 2_000;

/** Told of each new connection, by the address of its other end where it has one. */
export type OnConnect = (address: string | undefined) => void;
