import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { hostname, networkInterfaces } from 'node:os';
import type { Access } from './access.ts';
import { createTokenAccess } from './token-access.ts';

/** Who besides this machine is let in. */
export interface RemoteOptions {
  /** An address or a name of this machine, or `0.0.0.0` or `::` for all its addresses. */
  readonly host: string;
  /** What others have to show; see {@link createTokenAccess}. */
  readonly token: string;
}

/** Where other machines come in. */
export interface Door {
  /** To listen at. */
  readonly address: string;
  /** How other machines call this one: the name or address that was given, else one that it has. */
  readonly name: string;
  readonly access: Access;
}

/** Finds the address of the host. Rejects when it has none that other machines reach. */
export async function openDoor({ host, token }: RemoteOptions): Promise<Door> {
  const address = await findAddress(host.replaceAll(/[[\]]/g, ''));
  const names = new Set([host.toLowerCase()]);
  if (!isWildcard(address)) return { address, name: host, access: createTokenAccess(token, names) };
  const own = hostname().toLowerCase();
  names.add(own).add(`${own}.local`);
  return { address, name: firstAddress() ?? own, access: createTokenAccess(token, names) };
}

async function findAddress(host: string): Promise<string> {
  if (isIP(host) !== 0) return host;
  const all = await lookup(host, { all: true });
  // Many systems give their own name to 127.0.1.1.
  const found = all.find(({ address }) => !address.startsWith('127.') && address !== '::1');
  if (found !== undefined) return found.address;
  throw new Error(
    `"${host}" is ${all[0]?.address} here, which other machines do not reach; expected another name or 0.0.0.0`,
  );
}

/** True for an address that stands for all addresses of the machine. */
export function isWildcard(address: string): boolean {
  return address === '0.0.0.0' || address === '::';
}

/** True for the addresses at which the local X-Ray listens without asking for a token. */
export function isLoopback(address: string | undefined): boolean {
  return address === '127.0.0.1' || address === '::1' || address === '::ffff:127.0.0.1';
}

function firstAddress(): string | undefined {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return all.find(({ family, internal }) => family === 'IPv4' && !internal)?.address;
}
