/**
 * The instrumentations of the distribution: upstream's for HTTP, fetch, frameworks, databases and AWS SDK v3 under
 * our settings, our own for AWS SDK v2, and log correlation.
 */
export { createAwsTraceHeaders, type AwsTraceHeaders } from './aws-sdk/index.ts';
export { type HttpHooks } from './http-settings.ts';
export { createInstrumentations, instrumentationNames } from './registry.ts';
