import type { LookupAddress } from 'node:dns';
import { readFileSync } from 'node:fs';
import { isIP, type LookupFunction } from 'node:net';
import { LONGEST_CONNECT_MILLIS } from './connecting.ts';

/** Of two name servers the second is asked when the first has said nothing for so long. */
const QUERY_TIMEOUT_MILLIS = 150;

/** How addresses are found. */
export interface LookupOptions {
  /** The address at which the host was reached before, if it was. */
  readonly known?: string | undefined;
  /**
   * Whether the system's own function is asked where the name servers answer that they know nothing: it knows further
   * sources, such as those of a Mac's private networks.
   */
  readonly asksSystem: boolean;
}

/**
 * Finds addresses as the system does, in /etc/hosts and by DNS with the search list of /etc/resolv.conf, but without
 * the system's own function: Node waits for that at the end of the process, ten seconds and more where no name server
 * answers. Here it is half a second.
 */
export function createLookup({ known, asksSystem }: LookupOptions): LookupFunction {
  const find = async (host: string): Promise<readonly string[]> =>
    known === undefined ? findAddresses(host, asksSystem) : [known];
  return (host, { all }, callback) => {
    find(host.toLowerCase()).then(
      (addresses) => {
        const found = addresses.map((address) => ({ address, family: isIP(address) }));
        if (all === true) callback(null, found);
        else callback(null, found[0]?.address ?? '', found[0]?.family);
      },
      (error: Error) => callback(error, []),
    );
  };
}

async function findAddresses(host: string, asksSystem: boolean): Promise<readonly string[]> {
  const own = addressesInHosts(host);
  if (own.length > 0) return own;
  if (host === 'localhost') return ['127.0.0.1', '::1'];
  const { addresses, isSilent } = await askNameServers(fullNames(host));
  if (addresses.length > 0) return addresses;
  if (isSilent) throw failure('EAI_AGAIN', `no name server answered for "${host}" in time`);
  if (!asksSystem) throw failure('ENOTFOUND', `"${host}" has no address`);
  return (await askSystem(host)).map(({ address }) => address);
}

/** https://man7.org/linux/man-pages/man5/hosts.5.html */
function addressesInHosts(host: string): string[] {
  return linesOf('/etc/hosts').flatMap(([address = '', ...names]) => (names.includes(host) ? [address] : []));
}

/** https://man7.org/linux/man-pages/man5/resolv.conf.5.html: names with fewer dots than `ndots` are searched for first. */
function fullNames(host: string): string[] {
  const settings = linesOf('/etc/resolv.conf');
  const domains = settings.findLast(([keyword]) => keyword === 'search' || keyword === 'domain')?.slice(1) ?? [];
  const ndots = /(?:^| )ndots:(\d+)/.exec(
    settings.flatMap(([keyword, ...rest]) => (keyword === 'options' ? rest : [])).join(' '),
  );
  const searched = domains.map((domain) => `${host}.${domain}`);
  if (host.endsWith('.')) return [host];
  return host.split('.').length - 1 < Number(ndots?.[1] ?? 1) ? [...searched, host] : [host, ...searched];
}

interface NameServersAnswer {
  readonly addresses: readonly string[];
  /** There was no answer to one of the questions. */
  readonly isSilent: boolean;
}

/** Asks for one name after the other until one has addresses, at most half a second in all: a question that is under way keeps the process alive. */
async function askNameServers(names: readonly string[]): Promise<NameServersAnswer> {
  const { Resolver } = await import('node:dns/promises');
  const resolver = new Resolver({ timeout: QUERY_TIMEOUT_MILLIS, tries: 2 });
  const timer = setTimeout(() => resolver.cancel(), LONGEST_CONNECT_MILLIS).unref();
  try {
    for (const name of names) {
      const answers = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
      const addresses = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
      const isSilent = answers.some((answer) => answer.status === 'rejected' && isSilence(answer.reason));
      if (addresses.length > 0 || isSilent) return { addresses, isSilent };
    }
    return { addresses: [], isSilent: false };
  } finally {
    clearTimeout(timer);
  }
}

/** https://nodejs.org/api/dns.html#error-codes */
function isSilence(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ETIMEOUT' || code === 'ECANCELLED' || code === 'ECONNREFUSED';
}

async function askSystem(host: string): Promise<readonly LookupAddress[]> {
  const { lookup } = await import('node:dns/promises');
  return lookup(host, { all: true });
}

function failure(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}

/** The words of each line, in lower case and without comments; nothing where there is no such file. */
function linesOf(file: string): string[][] {
  try {
    const lines = readFileSync(file, 'utf8').toLowerCase().split('\n');
    return lines.map((line) =>
      line
        .replace(/[#;].*/, '')
        .trim()
        .split(/\s+/),
    );
  } catch {
    return [];
  }
}
