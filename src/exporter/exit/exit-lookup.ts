import { Resolver } from 'node:dns/promises';
import { readFileSync } from 'node:fs';
import { isIP, type LookupFunction } from 'node:net';

/**
 * Finds addresses as the system does, in /etc/hosts and by DNS with the search list of /etc/resolv.conf, but without
 * the system's own function: Node waits for that at the end of the process, ten seconds and more where no name server
 * answers.
 *
 * @param known the address at which the host was reached before, if it was
 */
export function createExitLookup(known: string | undefined): LookupFunction {
  const find = async (host: string): Promise<readonly string[]> =>
    known === undefined ? findAddresses(host) : [known];
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

async function findAddresses(host: string): Promise<readonly string[]> {
  const own = addressesInHosts(host);
  if (own.length > 0) return own;
  if (host === 'localhost') return ['127.0.0.1', '::1'];
  for (const name of fullNames(host)) {
    const found = await askNameServers(name);
    if (found.length > 0) return found;
  }
  throw new Error(`"${host}" has no address`);
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

async function askNameServers(name: string): Promise<string[]> {
  const resolver = new Resolver();
  const answers = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
  return answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
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
