import { foreignLines } from '../support/run-app.ts';
import { startReceiver } from '../support/receive.ts';
import { startService } from '../support/start-service.ts';
import type { SpanRecord } from '../../src/translator/index.ts';

/** A request to `apps/service.cjs`. */
export interface Question {
  /** Default `/call`. */
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What a request's trace headers became on all sides of the service. */
export interface Observation {
  readonly status: number;
  readonly body: string;
  /** Every `X-Amzn-Trace-Id` of the answer. */
  readonly answered: readonly string[];
  /** The names of all headers of informational answers (1xx), in lower case. */
  readonly informed: readonly string[];
  /** The service's server span; absent where the request was not recorded. */
  readonly serverSpan?: SpanRecord;
  /** The client spans below it, fetch first. */
  readonly clientSpans: readonly SpanRecord[];
  /** Names in lower case and values of the headers that arrived downstream, of fetch first; empty without a call. */
  readonly sent: readonly (readonly [string, string])[][];
}

interface Asked {
  readonly observations: readonly Observation[];
  readonly stderr: string;
}

/** Starts the service, asks it all questions at once, and ends it; each question is told by a query of its own. */
export async function askService(
  { node, env }: { readonly node: string; readonly env?: Readonly<Record<string, string>> },
  questions: readonly Question[],
): Promise<Asked> {
  await using receiver = await startReceiver();
  const service = await startService({
    node,
    args: ['--max-http-header-size=131072', '--require', './register', 'test/e2e/apps/service.cjs'],
    env: { ...receiver.env, OTEL_TRACES_SAMPLER: 'parentbased_always_on', OTEL_SERVICE_NAME: 'service', ...env },
  });
  const pathOf = ({ path = '/call' }: Question, index: number): string => `${path}?question=${index}`;
  const answers = await Promise.all(
    questions.map((question, index) => service.get(pathOf(question, index), { ...question.headers })),
  );
  const { code, stderr } = await service.end();
  if (code !== 0 || foreignLines(stderr).length > 0) throw new Error(`The service ended with ${code}:\n${stderr}`);

  const spans = receiver.spans();
  const observations = questions.map((_question, index) => {
    const answer = answers[index] ?? { status: 0, rawHeaders: [], informational: [], body: '' };
    const serverSpan = spans.find(
      ({ kind, attributes }) => kind === 'server' && attributes['url.query'] === `question=${index}`,
    );
    return {
      status: answer.status,
      body: answer.body,
      answered: pairs(answer.rawHeaders).flatMap(([name, value]) => (name === 'x-amzn-trace-id' ? [value] : [])),
      informed: answer.informational.flatMap((headers) => pairs(headers).map(([name]) => name)),
      ...(serverSpan && { serverSpan }),
      clientSpans: spans
        .filter((span) => span.kind === 'client' && span.parentSpanId === serverSpan?.spanId)
        .toSorted((a, b) => Number(a.startTimeUnixNano - b.startTimeUnixNano)),
      sent: sentHeaders(answer.body),
    };
  });
  return { observations, stderr };
}

/** The values of one header among those that arrived. */
export function valuesOf(headers: readonly (readonly [string, string])[], name: string): string[] {
  return headers.flatMap(([other, value]) => (other === name ? [value] : []));
}

function sentHeaders(body: string): (readonly [string, string])[][] {
  if (!body.startsWith('{')) return [];
  const { viaFetch, viaHttp } = JSON.parse(body) as { viaFetch: string[]; viaHttp: string[] };
  return [pairs(viaFetch), pairs(viaHttp)];
}

function pairs(rawHeaders: readonly string[]): (readonly [string, string])[] {
  return rawHeaders.flatMap((name, index) =>
    index % 2 === 0 ? [[name.toLowerCase(), rawHeaders[index + 1] ?? ''] as const] : [],
  );
}
