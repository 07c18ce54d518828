/** Sees to it that a PostgreSQL server can be started. `npm run postgres`. */
import { installPostgres } from './install-postgres.ts';

const { message, exitCode } = installPostgres(process.env['CI'] === 'true');
console.log(message);
process.exitCode = exitCode;
