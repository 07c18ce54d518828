import { ROOT_CONTEXT, SpanKind, type Attributes } from '@opentelemetry/api';
import { compileRules } from '../../src/sampler/compile-rules.ts';
import { createSampler } from '../../src/sampler/create-sampler.ts';
import { wireRule } from '../../test/sampler/support/sampling-service.ts';
import { readSamplingRules } from '../../src/xray/sampling-rules-document.ts';

const ROUTES = 200;
const ROUNDS = 50;
const DECISIONS = 40_000;

/** Nanoseconds of CPU that one decision takes on this machine, its garbage included: the best of several rounds. */
export interface DecisionTime {
  /** Routes that were asked for before. */
  readonly repeatedNanos: number;
  /** Routes that are asked for once; they pass all rules. */
  readonly newNanos: number;
}

/** Measures the whole sampler with 25 rules by path, method, host and attribute, of which the last one matches. */
export function measureDecisions(): DecisionTime {
  const rules = readSamplingRules([
    ...Array.from({ length: 25 }, (_, index) =>
      wireRule({
        RuleName: `rule ${index}`,
        Priority: index + 1,
        URLPath: `/service-${index}/*/items/?`,
        HTTPMethod: index % 2 === 0 ? 'GET' : '*',
        Host: index % 5 === 0 ? '*.example' : '*',
        Attributes: index % 10 === 0 ? { 'customer.tier': 'gold' } : {},
      }),
    ),
    wireRule({ FixedRate: 0.05, ReservoirSize: 1 }),
  ]);
  if (rules.kind === 'wrong') throw new Error(rules.problem);
  const sampler = createSampler(
    { sampler: 'xray_default', ratio: 1, healthChecks: 'drop', local: rules },
    { isUndecided: () => false, rootHint: () => undefined },
  );
  const known = Array.from({ length: ROUTES }, (_, n) => requestTo(`/orders/${n}`));
  const decide = (attributes: Attributes): void => {
    sampler.shouldSample(ROOT_CONTEXT, '5759e988bd862e3fe1be46a994272793', 'GET', SpanKind.SERVER, attributes, []);
  };
  const set = compileRules(
    rules.rules.map((definition) => ({ definition })),
    { name: 'shop', types: [], resourceArns: [] },
  );
  if (known[0] === undefined || set.find(known[0])?.definition.name !== 'Default') throw new Error('not the last rule');
  const repeatedNanos = bestOf(() => timeOf((n) => decide(known[n % ROUTES] ?? {})));
  let last = 0;
  const newNanos = bestOf(() => {
    const fresh = Array.from({ length: DECISIONS / 8 }, () => requestTo(`/orders/${(last += 1)}/new`));
    return timeOf((n) => decide(fresh[n] ?? {}), fresh.length);
  });
  return { repeatedNanos, newNanos };
}

function requestTo(path: string): Attributes {
  return {
    'http.request.method': 'GET',
    'url.scheme': 'https',
    'server.address': 'shop.example',
    'url.path': path,
    'user_agent.original': 'Mozilla/5.0 (X11; Linux x86_64)',
  };
}

function bestOf(measure: () => number): number {
  return Math.min(...Array.from({ length: ROUNDS }, measure));
}

function timeOf(run: (n: number) => void, times: number = DECISIONS): number {
  const start = process.cpuUsage();
  for (let n = 0; n < times; n += 1) run(n);
  const { user, system } = process.cpuUsage(start);
  return ((user + system) * 1e3) / times;
}
