/** Express: the route names the request, errors of handlers are recorded on it, and no handler makes a span. */
export { createExpressInstrumentation } from './express-instrumentation.ts';
