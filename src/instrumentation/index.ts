/**
 * The instrumentations of the distribution: our own for HTTP, fetch, Express and AWS SDK v2, upstream's
 * under our settings for databases and AWS SDK v3, and log correlation.
 */
export { createAwsTraceHeaders, type AwsTraceHeaders } from './aws-sdk/aws-trace-headers.ts';
export { madeHere, shortNamesOf } from './made-here.ts';
export { type HttpHooks } from './http-settings.ts';
export { createInstrumentations, instrumentationNames } from './registry.ts';
