/**
 * Log correlation: what pino and winston write inside a trace carries its id in X-Ray's form and the span's id. Logs
 * go where the application sends them, and nowhere else.
 */
export { createPinoInstrumentation } from './pino.ts';
export { createWinstonInstrumentation } from './winston.ts';
