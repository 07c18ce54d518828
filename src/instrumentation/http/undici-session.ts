/** Undici notes its client on each HTTP/2 session that it opens, under a symbol of this name, in all its versions. */
const CLIENT = 'client';

/**
 * Whether an HTTP/2 session was opened by undici or fetch, whose requests are traced by their own instrumentation; by
 * the time of the first request.
 */
export function isUndiciSession(session: object): boolean {
  const known = sessions.get(session);
  if (known !== undefined) return known;
  const isUndici = Object.getOwnPropertySymbols(session).some(
    (symbol) => symbol.description === CLIENT && isDispatcher(Reflect.get(session, symbol)),
  );
  sessions.set(session, isUndici);
  return isUndici;
}

const sessions = new WeakMap<object, boolean>();

function isDispatcher(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'dispatch' in value && typeof value.dispatch === 'function';
}
