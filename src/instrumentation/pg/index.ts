import type { Instrumentation } from '@opentelemetry/instrumentation';
import { PgInstrumentation } from '@opentelemetry/instrumentation-pg';
import { pgSettings } from './pg-settings.ts';

/** Upstream's instrumentation of PostgreSQL, `pg` and `pg-pool`, under our settings. */
export function createPgInstrumentation(): Instrumentation {
  return new PgInstrumentation(pgSettings);
}
