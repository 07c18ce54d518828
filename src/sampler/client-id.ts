/**
 * A new id under which a process reports its traffic to X-Ray: 24 hex digits. It only tells processes apart, so it is
 * not worth loading `node:crypto` at the start of each.
 */
export function createClientId(): string {
  return Array.from({ length: 24 }, () => Math.floor(Math.random() * 16).toString(16)).join('');
}
