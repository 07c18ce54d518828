import { signal } from '@preact/signals';

/** Whether the local X-Ray asks for a token before it tells anything: it does so of other machines. */
export const isLocked = signal(false);

/** `#token=…` at the end of the address that the local X-Ray prints. */
const TOKEN_HASH = /^#token=([\w.~-]+)$/;

/**
 * Shows the token that is in the page's address, if any, and takes it out of there: it does not stay in the history.
 * What the browser gets for it is a cookie that no script sees.
 */
export async function startSession(): Promise<void> {
  const token = TOKEN_HASH.exec(location.hash)?.[1];
  addEventListener('hashchange', () => {
    if (TOKEN_HASH.test(location.hash)) location.reload();
  });
  if (token === undefined) return;
  history.replaceState(null, '', '#/traces');
  isLocked.value = !(await showToken(token));
}

/** True when the token is the right one. */
export async function showToken(token: string): Promise<boolean> {
  try {
    const { ok } = await fetch('console/session', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },
      body: '{}',
    });
    return ok;
  } catch {
    return false; // No header can hold it, or nobody is there.
  }
}
