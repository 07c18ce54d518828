/**
 * The instrumentations of the distribution: our own for HTTP, fetch, Express and both AWS SDKs, upstream's under our
 * settings for databases, and log correlation.
 */
export { createAwsTraceHeaders } from './aws-sdk/aws-trace-headers.ts';
export { madeHere, shortNamesOf } from './made-here.ts';
export { createInstrumentations } from './registry.ts';
