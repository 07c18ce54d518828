import { isRecord } from '../../xray/sampling-rule.ts';
import type { SamplingConfig } from '../../config/config.ts';
import { failure, ok, type Outcome, skipped, warning } from './finding.ts';

const TIMEOUT_MILLIS = 5000;
/** AWS refuses signatures that are older or newer by more (https://docs.aws.amazon.com/IAM/latest/UserGuide/signature-v4-troubleshooting.html). */
const MOST_SKEW_MILLIS = 5 * 60_000;

/** Whether the sampling proxy answers, and how far this machine's clock is from the one of who answered. */
export async function checkSampling({
  central,
}: Pick<SamplingConfig, 'central'>): Promise<{ readonly proxy: Outcome; readonly clock: Outcome }> {
  if (central === undefined) {
    const why = 'Nobody is asked for sampling rules: OTEL_TRACES_SAMPLER is not xray.';
    return { proxy: skipped(why), clock: skipped('Nobody was asked for the time.') };
  }
  const { host } = new URL(central.endpoint);
  try {
    const askedAt = Date.now();
    const response = await fetch(`${central.endpoint}/GetSamplingRules`, {
      method: 'POST',
      body: '{}',
      headers: { 'content-type': 'application/json' },
      signal: AbortSignal.timeout(TIMEOUT_MILLIS),
    });
    const text = await response.text();
    const serverMillis = Date.parse(response.headers.get('date') ?? '');
    return {
      proxy: describeAnswer(host, response.status, text),
      clock: describeSkew(serverMillis, askedAt, Date.now()),
    };
  } catch (error) {
    const message = `Nobody gives out sampling rules at ${host} (${describe(error)}); the service samples by itself.`;
    const remedy =
      'Enable the awsproxy extension of the collector, or set OTEL_TRACES_SAMPLER_ARG=endpoint=http://host:2000 or OTEL_TRACES_SAMPLER=xray_default.';
    return { proxy: warning(message, remedy), clock: skipped('Nobody was asked for the time.') };
  }
}

function describeAnswer(host: string, status: number, text: string): Outcome {
  const rules = status === 200 ? countRules(text) : undefined;
  if (rules !== undefined) return ok(`${host} gives out the account's sampling rules, ${rules} at once.`);
  const said = text.trim().replaceAll(/\s+/g, ' ').slice(0, 120);
  return failure(
    `${host} answers, but gives out no sampling rules: status ${status}${said === '' ? '' : `, ${JSON.stringify(said)}`}.`,
    status === 403
      ? 'Give the collector the permission xray:GetSamplingRules, and look at its clock and region.'
      : 'Look at the log of the collector, and at who listens there.',
  );
}

function countRules(text: string): number | undefined {
  try {
    const answer: unknown = JSON.parse(text);
    const records = isRecord(answer) ? answer['SamplingRuleRecords'] : undefined;
    return Array.isArray(records) ? records.length : undefined;
  } catch {
    return undefined;
  }
}

/** @param serverMillis between the two other times by the clock of who answered; NaN where it did not say */
export function describeSkew(serverMillis: number, askedAtMillis: number, answeredAtMillis: number): Outcome {
  if (!Number.isFinite(serverMillis)) return skipped('The answer does not tell the time.');
  const skewMillis = (askedAtMillis + answeredAtMillis) / 2 - serverMillis;
  const seconds = Math.round(Math.abs(skewMillis) / 1000);
  if (Math.abs(skewMillis) <= MOST_SKEW_MILLIS) return ok(`The clock is right within ${Math.max(1, seconds)} s.`);
  return failure(
    `The clock is ${seconds} s ${skewMillis > 0 ? 'fast' : 'slow'}; from 300 s on AWS refuses signatures, and traces get wrong times.`,
    'Set the clock, for example by "chronyc makestep" with the server 169.254.169.123.',
  );
}

function describe(error: unknown): string {
  const { cause, message } = error as Error & { cause?: NodeJS.ErrnoException };
  return cause?.code ?? message;
}
