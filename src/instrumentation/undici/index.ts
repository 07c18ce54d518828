/** fetch and undici, traced through the diagnostics channels that Node's own copy and the package's share. */
export { createUndiciInstrumentation, type UndiciInstrumentationDeps } from './undici-instrumentation.ts';
export type { UndiciRequest } from './undici-request.ts';
