import { WinstonInstrumentation } from '@opentelemetry/instrumentation-winston';
import type { Instrumentation } from '@opentelemetry/instrumentation';
import { correlateRecord } from './correlate-record.ts';

/**
 * Upstream's winston instrumentation, set to add `trace_id` (X-Ray form), `span_id` and `trace_flags` to records
 * inside a trace, before the application's formats run. Unlike with pino, they replace fields of these names in the
 * record. No transport is added, and nothing is sent to the OpenTelemetry logs SDK.
 */
export function createWinstonInstrumentation(): Instrumentation {
  return new WinstonInstrumentation({ disableLogSending: true, logHook: correlateRecord });
}
