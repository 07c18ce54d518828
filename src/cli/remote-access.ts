import { randomBytes } from 'node:crypto';
import type { Environment } from '../config/environment.ts';
import type { RemoteOptions } from '../local/access/open-door.ts';

/** The variable with the token, for those who do not want it in a list of processes. */
export const TOKEN_VARIABLE = 'OTEL_XRAY_TOKEN';

/** What can stand in a header and in an address as it is, and is too long to be guessed. */
const TOKEN = /^[\w.~-]{16,256}$/;

const THIS_MACHINE: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '::1', '[::1]']);

/**
 * Whom the options let in beside this machine; undefined for nobody. A token is made where none is given. A text is one
 * sentence on what is wrong.
 */
export function readRemoteAccess(
  { host, token }: { readonly host?: string; readonly token?: string },
  environment: Environment,
): RemoteOptions | string | undefined {
  if (host === undefined || THIS_MACHINE.has(host.toLowerCase())) {
    return token === undefined ? undefined : '"--token" is for other machines; expected "--host" with it.';
  }
  const given = token ?? environment[TOKEN_VARIABLE];
  if (given === undefined || given === '') return { host, token: randomBytes(16).toString('base64url') };
  if (TOKEN.test(given)) return { host, token: given };
  // The value is a secret, so it is not shown.
  const subject = token === undefined ? TOKEN_VARIABLE : '--token';
  return `"${subject}" is no token; expected 16 to 256 letters, digits or any of "-._~".`;
}
