/**
 * AWS SDK v2 (`aws-sdk`), which upstream no longer instruments: one span per request, told apart from SDK v3's by
 * nothing but the scope.
 */
export { type AwsSdkV2InstrumentationDeps, createAwsSdkV2Instrumentation } from './aws-sdk-v2-instrumentation.ts';
