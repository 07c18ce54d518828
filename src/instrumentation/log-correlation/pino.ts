import { PinoInstrumentation } from '@opentelemetry/instrumentation-pino';
import type { Instrumentation } from '@opentelemetry/instrumentation';
import { correlateRecord } from './correlate-record.ts';

/**
 * Upstream's pino instrumentation, set to add `trace_id` (X-Ray form), `span_id` and `trace_flags` to records inside
 * a trace. The fields are a mixin: the application's own mixin and the fields of its records win over them, and
 * transports in worker threads receive the finished lines. Records are not sent to the OpenTelemetry logs SDK.
 */
export function createPinoInstrumentation(): Instrumentation {
  return new PinoInstrumentation({ disableLogSending: true, logHook: correlateRecord });
}
