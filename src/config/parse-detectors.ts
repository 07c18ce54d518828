import { accepted, type Parsed, refused } from './parsed.ts';
import { parseList } from './parse-list.ts';
import { quoteValue } from './printable.ts';

const AWS_PLATFORMS = ['ec2', 'ecs', 'eks', 'lambda', 'beanstalk'] as const;

/** An AWS platform that can be looked for. */
export type AwsPlatform = (typeof AWS_PLATFORMS)[number];

/** All of them, the default. */
export const allDetectors: readonly AwsPlatform[] = AWS_PLATFORMS;

const GROUPS = ['all', 'aws', 'none'] as const;
// Known to `@opentelemetry/auto-instrumentations-node`; a value copied from there must not look like a mistake.
const UPSTREAM = ['env', 'host', 'os', 'process', 'serviceinstance', 'container'] as const;

/**
 * Reads `OTEL_NODE_RESOURCE_DETECTORS` into the AWS platforms to look for. Upstream's other names are accepted
 * and explained in one note: what they find is either always there or never sent.
 */
export function parseDetectors(text: string): Parsed<readonly AwsPlatform[]> {
  const parsed = parseNames(text);
  if (parsed.kind === 'refused') {
    return refused();
  }
  const names: readonly string[] = parsed.value;
  const platforms = platformsOf(names);
  if (parsed.kind === 'partly') {
    return { ...parsed, value: platforms };
  }
  const upstream = names.filter((name) => UPSTREAM.some((known) => known === name));
  return upstream.length === 0
    ? accepted(platforms)
    : accepted(
        platforms,
        `names ${quoteValue(upstream.join(', '))}; variables are always read, and host, operating system and process details are never sent, so only AWS platforms can be chosen here.`,
      );
}

function platformsOf(names: readonly string[]): readonly AwsPlatform[] {
  if (names.includes('none')) {
    return [];
  }
  return names.includes('all') || names.includes('aws')
    ? AWS_PLATFORMS
    : AWS_PLATFORMS.filter((platform) => names.includes(platform));
}

const parseNames = parseList((item) => {
  const word = item.toLowerCase();
  return [...AWS_PLATFORMS, ...GROUPS, ...UPSTREAM].find((name) => name === word);
});
