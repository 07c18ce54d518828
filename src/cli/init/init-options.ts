import { parseArgs } from 'node:util';
import { quoteValue } from '../../config/printable.ts';
import { type Platform, SETUPS } from './platforms.ts';
import type { TemplateValues } from './template-values.ts';

/** What the user gave behind `otel-xray init`. */
export interface InitOptions {
  readonly platform: Platform;
  readonly kind: string;
  /** The name of one of the collector's configurations, without `.yaml`. */
  readonly configuration: 'durable' | 'sidecar';
  /** Those that were given, checked. */
  readonly values: Partial<TemplateValues>;
  readonly folder?: string;
  readonly isForced: boolean;
  readonly isDryRun: boolean;
  /** Nothing is asked, even in a terminal. */
  readonly takesDefaults: boolean;
}

const OPTIONS = {
  kind: { type: 'string' },
  config: { type: 'string' },
  out: { type: 'string' },
  service: { type: 'string' },
  region: { type: 'string' },
  account: { type: 'string' },
  image: { type: 'string' },
  port: { type: 'string' },
  cluster: { type: 'string' },
  force: { type: 'boolean' },
  'dry-run': { type: 'boolean' },
  yes: { type: 'boolean', short: 'y' },
} as const;

interface Rule {
  readonly allows: (text: string) => boolean;
  readonly expected: string;
}

/** What each value may be: it goes into YAML, JSON, shell scripts and names of AWS as it is. */
export const VALUE_RULES: Readonly<Record<keyof TemplateValues, Rule>> = {
  service: {
    allows: (text) => /^[a-z](?:-?[a-z0-9])*$/.test(text) && text.length <= 50,
    expected: 'up to 50 lower-case letters, digits and single hyphens, a letter first',
  },
  region: { allows: (text) => /^[a-z]{2}(?:-[a-z]+)+-\d$/.test(text), expected: 'a region such as eu-central-1' },
  account: { allows: (text) => /^\d{12}$/.test(text), expected: 'the twelve digits of an account' },
  image: {
    allows: (text) =>
      /^[a-z0-9][\w.:/@-]*$/.test(text) && /(?::[\w.-]+|@sha256:[0-9a-f]{64})$/.test(text) && !text.endsWith(':latest'),
    expected: 'an image with a tag other than "latest"',
  },
  port: {
    allows: (text) => /^[1-9]\d{0,4}$/.test(text) && Number(text) <= 65_535,
    expected: 'a port from 1 to 65535',
  },
  cluster: { allows: (text) => /^[A-Za-z0-9][\w-]{0,99}$/.test(text), expected: 'the name of a cluster of EKS' },
};

/** Reads the arguments behind `otel-xray init`; one sentence when they are wrong. */
export function parseInitOptions(args: readonly string[]): InitOptions | string {
  let parsed;
  try {
    parsed = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    // Node's own sentence: "Unknown option '--x'", and more on how to write values.
    return `"otel-xray init" got wrong options: ${(error as Error).message.split('. ')[0]}.`;
  }
  const { values, positionals } = parsed;
  const [platform, ...more] = positionals;
  if (!isPlatform(platform) || more.length > 0) {
    const got = positionals.length === 0 ? 'nothing' : quoteValue(positionals.join(' '));
    return `"otel-xray init" got ${got}; expected one of ${Object.keys(SETUPS).join(', ')}.`;
  }
  const kinds = Object.keys(SETUPS[platform]);
  const { kind = kinds[0] ?? '', config = 'durable' } = values;
  if (!kinds.includes(kind)) return `"--kind" is ${quoteValue(kind)}; expected one of ${kinds.join(', ')}.`;
  if (config !== 'durable' && config !== 'sidecar')
    return `"--config" is ${quoteValue(config)}; expected durable or sidecar.`;
  for (const name of valueNames) {
    const text = values[name];
    if (text !== undefined && !VALUE_RULES[name].allows(text))
      return `"--${name}" is ${quoteValue(text)}; expected ${VALUE_RULES[name].expected}.`;
  }
  return {
    platform,
    kind,
    configuration: config,
    values: Object.fromEntries(
      valueNames.flatMap((name) => (values[name] === undefined ? [] : [[name, values[name]]])),
    ),
    ...(values.out !== undefined && { folder: values.out }),
    isForced: values.force ?? false,
    isDryRun: values['dry-run'] ?? false,
    takesDefaults: values.yes ?? false,
  };
}

/** The names of all values, in the order in which they are asked for. */
const valueNames = Object.keys(VALUE_RULES) as (keyof TemplateValues)[];

function isPlatform(text: string | undefined): text is Platform {
  return text !== undefined && Object.hasOwn(SETUPS, text);
}
