import { context, diag, ROOT_CONTEXT, type Attributes } from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import type { ResourceConfig } from '../config/config.ts';
import { detectBeanstalk } from './detect-beanstalk.ts';
import { detectEc2 } from './detect-ec2.ts';
import { detectEcs } from './detect-ecs.ts';
import { detectEks } from './detect-eks.ts';
import { detectLambda } from './detect-lambda.ts';
import type { Detection } from './detection.ts';

type Platform = ResourceConfig['detectors'][number];

const TIMEOUT_MILLIS = 2_000;

/** From the general to the particular: a task on an instance is both, and its platform is the task's. */
const DETECTORS: readonly (readonly [Platform, (detection: Detection) => Promise<Attributes>])[] = [
  ['ec2', detectEc2],
  ['eks', detectEks],
  ['ecs', detectEcs],
  ['beanstalk', detectBeanstalk],
  ['lambda', detectLambda],
];

/** Where to look, and for how long altogether (default two seconds). */
export type PlatformDetection = Omit<Detection, 'signal'> & { readonly timeoutMillis?: number };

/**
 * What the named AWS platforms tell about this process, outside of tracing. Each is asked only after cheap
 * evidence in the environment or a file, all at once; those that have not answered when the time is up are
 * left out. Never rejects.
 */
export async function detectPlatform(
  platforms: readonly Platform[],
  detection: PlatformDetection,
): Promise<Attributes> {
  const { timeoutMillis = TIMEOUT_MILLIS, ...places } = detection;
  const abort = new AbortController();
  const timeIsUp = new Promise<void>((resolve) =>
    abort.signal.addEventListener('abort', () => resolve(), { once: true }),
  );
  const timer = setTimeout(() => abort.abort(), timeoutMillis).unref();
  const found: Attributes[] = DETECTORS.map(() => ({}));
  const work = context.with(suppressTracing(ROOT_CONTEXT), () =>
    DETECTORS.map(async ([platform, detect], index) => {
      if (!platforms.includes(platform)) return;
      try {
        found[index] = await detect({ ...places, signal: abort.signal });
      } catch (error) {
        // Off AWS, or a service that does not answer: the trace is complete without it.
        diag.debug(`Looking for the platform "${platform}" failed.`, error);
      }
    }),
  );
  await Promise.race([Promise.all(work), timeIsUp]);
  clearTimeout(timer);
  return Object.fromEntries(
    found.flatMap((attributes) => Object.entries(attributes)).filter(([, value]) => value !== undefined),
  );
}
