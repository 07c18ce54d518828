import type { Attributes } from '@opentelemetry/api';
import { cleanValue, type IsSecretKey } from './clean-value.ts';
import { isLeftOutOfResources, type ReportLeftOut } from './metadata-policy.ts';
import { REDACTED } from './redact-text.ts';

/** What the rewriting of resources depends on. */
export interface ResourceSettings {
  readonly mode: 'full' | 'additive' | 'off';
  /** Keys that the application configured; they go on whatever they are. */
  readonly configuredKeys: ReadonlySet<string>;
  readonly isSecretKey: IsSecretKey | undefined;
  readonly reportLeftOut: ReportLeftOut;
}

/** For stacks of these languages the exporter has parsers that crafted text kills; no Node process is one of them. */
const CRASHING_LANGUAGES: ReadonlySet<unknown> = new Set(['java', 'php', 'python', 'dotnet', 'go']);

const INSTANCE_ID = /^i-[\da-f]{8,17}$/;

/**
 * The attributes of a resource as they go to X-Ray: in the mode `full` those that the list names or that were
 * configured, in the forms that the exporter reads; without secrets in every mode.
 */
export function rewriteResource(attributes: Attributes, settings: ResourceSettings): Attributes {
  const rewritten: Attributes = {};
  for (const [key, value] of Object.entries(attributes)) {
    if (settings.mode === 'full' && isLeftOut(key, value, settings)) settings.reportLeftOut(key, 'resource');
    else if (settings.isSecretKey?.(key) === true) rewritten[key] = REDACTED;
    else rewritten[key] = cleanValue(value, settings.isSecretKey);
  }
  return { ...rewritten, ...languageOf(attributes, settings), ...(settings.mode === 'full' && platformOf(attributes)) };
}

function isLeftOut(key: string, value: unknown, { configuredKeys }: ResourceSettings): boolean {
  // The exporter takes any `host.id` for the id of an EC2 instance.
  if (key === 'host.id') return typeof value !== 'string' || !INSTANCE_ID.test(value);
  return isLeftOutOfResources(key) && !configuredKeys.has(key);
}

/** The exporter reads the stacks of `javascript`, not of `nodejs`. */
function languageOf(attributes: Attributes, { mode }: ResourceSettings): Attributes {
  if (mode === 'full') return { 'telemetry.sdk.language': 'javascript' };
  const language = attributes['telemetry.sdk.language'];
  return CRASHING_LANGUAGES.has(language) ? { 'telemetry.sdk.language': 'nodejs' } : {};
}

/** The exporter reads the launch type in lower case only, and the deployment of Elastic Beanstalk as text only. */
function platformOf(attributes: Attributes): Attributes {
  const launchType = attributes['aws.ecs.launchtype'];
  const deployment = attributes['service.instance.id'];
  return {
    ...(typeof launchType === 'string' && { 'aws.ecs.launchtype': launchType.toLowerCase() }),
    ...(typeof deployment === 'number' && { 'service.instance.id': String(deployment) }),
  };
}
