import { parseEndpoint } from './parse-endpoint.ts';
import { parseWholeNumber } from './parse-number.ts';
import { accepted, type Parsed, type Parser, refused } from './parsed.ts';

/** The settings of central sampling that `OTEL_TRACES_SAMPLER_ARG` can give. */
export interface SamplerArgument {
  /** URL without a slash at its end. */
  readonly endpoint?: string;
  readonly pollingIntervalMillis?: number;
}

/** The shortest polling interval is that of the other AWS distributions. */
const parseSeconds = parseWholeNumber(10, 86_400);

/**
 * Reads `endpoint=http://127.0.0.1:2000,polling_interval=300`, in any order, both optional; the interval in seconds,
 * 10 to 86,400.
 *
 * @see https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/#general-sdk-configuration
 */
export function parseSamplerArgument(text: string): Parsed<SamplerArgument> {
  const texts = new Map<string, string>();
  for (const item of text.split(',', 3)) {
    const [, key = '', value = ''] = /^\s*(endpoint|polling_interval)\s*=\s*(.+?)\s*$/.exec(item) ?? [];
    if (key === '' || texts.has(key)) {
      return refused();
    }
    texts.set(key, value);
  }
  const endpoint = parseIfGiven(texts.get('endpoint'), parseProxyEndpoint);
  const seconds = parseIfGiven(texts.get('polling_interval'), parseSeconds);
  if (endpoint === 'refused' || seconds === 'refused') {
    return refused();
  }
  return accepted({
    ...(endpoint !== undefined && { endpoint }),
    ...(seconds !== undefined && { pollingIntervalMillis: seconds * 1000 }),
  });
}

function parseIfGiven<Value>(text: string | undefined, parse: Parser<Value>): Value | 'refused' | undefined {
  if (text === undefined) {
    return undefined;
  }
  const parsed = parse(text);
  return parsed.kind === 'accepted' ? parsed.value : 'refused';
}

/** Reads where a sampling proxy listens, `http://host:2000`, `https://…` or `host:2000`, to a URL without a slash at its end. */
export function parseProxyEndpoint(text: string): Parsed<string> {
  const parsed = parseEndpoint(text);
  if (parsed.kind !== 'accepted' || parsed.value.kind === 'unix' || /[?#]/.test(text)) {
    return refused();
  }
  return accepted((parsed.value.kind === 'bare' ? `http://${text}` : text).replace(/\/+$/, ''));
}
