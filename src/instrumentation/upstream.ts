/**
 * Upstream's instrumentations that serve only where they are asked for (`OTEL_XRAY_HTTP=upstream`,
 * `OTEL_XRAY_FRAMEWORK_SPANS=true`): a file of its own in the package, which no other start reads.
 */
export { ExpressInstrumentation } from '@opentelemetry/instrumentation-express';
export { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
export { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
