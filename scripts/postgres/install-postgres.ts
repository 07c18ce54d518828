import { spawnSync } from 'node:child_process';
import { userInfo } from 'node:os';
import { findPostgres } from './find-postgres.ts';

/** How it went, with one sentence for people; a process should end with `exitCode`. */
export interface InstallPostgresResult {
  readonly message: string;
  readonly exitCode: 0 | 1;
}

/**
 * Installs PostgreSQL by `apt-get` where it is missing and we may. Only CI requires it: elsewhere the tests that need
 * it are skipped.
 */
export function installPostgres(isRequired: boolean): InstallPostgresResult {
  const there = findPostgres();
  if (there !== undefined) return { message: `PostgreSQL is there: ${there}`, exitCode: 0 };
  if (userInfo().uid === 0 && runAptGet('update') && runAptGet('install')) {
    const installed = findPostgres();
    if (installed !== undefined) return { message: `PostgreSQL is installed: ${installed}`, exitCode: 0 };
  }
  const subject = '"postgres" was not found, and "apt-get" could not install it.';
  return isRequired
    ? { message: `${subject} CI requires it.`, exitCode: 1 }
    : { message: `${subject} What needs a real PostgreSQL is skipped.`, exitCode: 0 };
}

function runAptGet(command: 'update' | 'install'): boolean {
  const args = command === 'update' ? [command] : [command, '-y', '--no-install-recommends', 'postgresql'];
  // The run level keeps the package from starting a server of its own.
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  return spawnSync('apt-get', args, { env, stdio: ['ignore', 'ignore', 'inherit'] }).status === 0;
}
