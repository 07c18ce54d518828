import type { Attributes } from '@opentelemetry/api';
import type { Detection } from './detection.ts';
import { runUpstreamDetector } from './upstream-detector.ts';

/** The Lambda function: upstream's detector, and what proves Lambda where its `AWS_EXECUTION_ENV` is not set, as in some images. */
export async function detectLambda({ environment }: Detection): Promise<Attributes> {
  const functionName = environment['AWS_LAMBDA_FUNCTION_NAME'];
  if (!functionName) return {};
  return {
    'cloud.provider': 'aws',
    'cloud.platform': 'aws_lambda',
    'cloud.region': environment['AWS_REGION'],
    'faas.name': functionName,
    ...(await runUpstreamDetector('lambda')),
  };
}
