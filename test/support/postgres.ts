import { spawn, spawnSync } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { findFreePorts } from '../collector/support/free-ports.ts';

/** A PostgreSQL server of its own, gone with everything in it when disposed. */
export interface Postgres extends AsyncDisposable {
  /** User and database are called `shop`; the table `orders (id, note)` has one row. */
  readonly url: string;
}

/** It must never be seen in X-Ray. */
const PASSWORD = 'hunter2';
const START_TIMEOUT_MILLIS = 30_000;

/**
 * Starts a server on a free port of 127.0.0.1 with its data in a temporary folder; root hands it to another user, as
 * PostgreSQL demands. `programs` is their folder. Rejects with the server's log where it does not start.
 */
export async function startPostgres(programs: string): Promise<Postgres> {
  const folder = mkdtempSync(path.join(tmpdir(), 'otel-xray-postgres-'));
  const user = serverUser();
  const data = path.join(folder, 'data');
  const passwordFile = path.join(folder, 'password');
  writeFileSync(passwordFile, PASSWORD);
  if (user !== undefined) for (const owned of [folder, passwordFile]) chownSync(owned, user.uid, user.gid);
  const options = { ...user, cwd: folder, env: { PATH: programs, LC_ALL: 'C' } };
  const settings = ['-D', data, '-U', 'shop', '-A', 'scram-sha-256', '--pwfile', passwordFile, '-E', 'UTF8', '-N'];
  const initialized = spawnSync(path.join(programs, 'initdb'), settings, { ...options, encoding: 'utf8' });
  if (initialized.status !== 0) {
    rmSync(folder, { recursive: true, force: true });
    throw new Error(`PostgreSQL's initdb failed: ${initialized.stderr}`, { cause: initialized.error });
  }

  const [port] = await findFreePorts(1);
  const args = ['-D', data, '-h', '127.0.0.1', '-p', String(port), '-k', folder, '-F'];
  const server = spawn(path.join(programs, 'postgres'), args, { ...options, stdio: ['ignore', 'ignore', 'pipe'] });
  let log = '';
  server.stderr.setEncoding('utf8').on('data', (text: string) => {
    log += text;
  });
  const killWithUs = (): void => void server.kill('SIGQUIT');
  process.once('exit', killWithUs);
  const ended = new Promise<void>((resolve) => server.once('close', () => resolve()));
  const stop = async (): Promise<void> => {
    server.kill('SIGINT');
    await ended;
    process.removeListener('exit', killWithUs);
    rmSync(folder, { recursive: true, force: true });
  };
  const at = (database: string): string => `postgresql://shop:${PASSWORD}@127.0.0.1:${port}/${database}`;
  try {
    await whenReady(at('postgres'), () => server.exitCode === null);
    await query(at('postgres'), 'CREATE DATABASE shop');
    await query(at('shop'), 'CREATE TABLE orders (id serial PRIMARY KEY, note text)');
    await query(at('shop'), "INSERT INTO orders (note) VALUES ('secret')");
  } catch (error) {
    await stop();
    throw new Error(`PostgreSQL did not start:\n${log}`, { cause: error });
  }
  return { url: at('shop'), [Symbol.asyncDispose]: stop };
}

/** Debian's own user of PostgreSQL where we are root; otherwise the server runs as we do. */
function serverUser(): { uid: number; gid: number } | undefined {
  if (userInfo().uid !== 0) return undefined;
  const idOf = (flag: string): number =>
    Number(spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout.trim() || 65_534);
  return { uid: idOf('-u'), gid: idOf('-g') };
}

async function whenReady(url: string, isRunning: () => boolean): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MILLIS;
  for (;;) {
    try {
      return await query(url, 'SELECT 1');
    } catch (error) {
      if (!isRunning() || Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

async function query(url: string, text: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}
