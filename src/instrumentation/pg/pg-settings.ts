import type { PgInstrumentationConfig } from '@opentelemetry/instrumentation-pg';

/**
 * Settings for upstream's instrumentation of `pg`: no spans for connections, and the database's user, which the
 * stable conventions have no attribute for and X-Ray has a field.
 */
export const pgSettings: PgInstrumentationConfig = {
  ignoreConnectSpans: true,
  requireParentSpan: false,
  requestHook: (span, { connection: { user } }) => {
    if (user !== undefined) span.setAttribute('db.user', user);
  },
};
