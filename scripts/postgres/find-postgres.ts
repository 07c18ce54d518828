import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

/** Where Debian keeps each major version. */
const DEBIAN = '/usr/lib/postgresql';

/** The folder of PostgreSQL's server programs, of the newest version; undefined where it is not installed. */
export function findPostgres(): string | undefined {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).toSorted((a, b) => Number(b) - Number(a)) : [];
  const onPath = (process.env['PATH'] ?? '').split(path.delimiter);
  return [...versions.map((version) => path.join(DEBIAN, version, 'bin')), ...onPath].find((folder) =>
    ['initdb', 'postgres'].every((program) => existsSync(path.join(folder, program))),
  );
}
