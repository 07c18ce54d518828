// Preloaded with --import: traces both AWS SDKs and prints name and parent of each span when the loop runs dry.
import { register } from 'import-in-the-middle/register-hooks.mjs';
import { createAwsSdkInstrumentation } from '../../../../src/instrumentation/aws-sdk/index.ts';
import { createAwsSdkV2Instrumentation } from '../../../../src/instrumentation/aws-sdk-v2/index.ts';
import { startTracing } from '../tracing.ts';

register();
const tracing = startTracing([createAwsSdkInstrumentation(), createAwsSdkV2Instrumentation()]);
process.once('beforeExit', () => {
  console.log(JSON.stringify(tracing.spans().map(({ name, attributes }) => [name, attributes['aws.request.id']])));
});
