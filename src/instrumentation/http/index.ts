/**
 * HTTP of Node itself: servers and clients, traced at a fraction of what upstream's instrumentation costs. How the
 * context stays with the events of a request: follow-emitter.ts.
 */
export { createHttpInstrumentation, type HttpInstrumentationDeps } from './http-instrumentation.ts';
