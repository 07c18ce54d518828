/**
 * AWS SDK v3: a span for each `send`, and what both AWS SDK instrumentations share: what a call is about, trace headers on
 * signed requests, the trace in messages, links from received ones, names of attributes.
 */
export { type AwsSdkInstrumentationDeps, createAwsSdkInstrumentation } from './aws-sdk-instrumentation.ts';
export { type AwsTraceHeaders, createAwsTraceHeaders } from './aws-trace-headers.ts';
export { isAwsMetadataHost } from './metadata-hosts.ts';
