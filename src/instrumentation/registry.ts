import { createRequire } from 'node:module';
import path from 'node:path';
import type { Instrumentation } from '@opentelemetry/instrumentation';
import { PgInstrumentation } from '@opentelemetry/instrumentation-pg';
import { diag } from '@opentelemetry/api';
import type { InstrumentationConfig } from '../config/config.ts';
import { createAwsSdkInstrumentation, type AwsTraceHeaders } from './aws-sdk/index.ts';
import { createAwsSdkV2Instrumentation } from './aws-sdk-v2/index.ts';
import { createExpressInstrumentation } from './express/index.ts';
import { createHttpInstrumentation } from './http/index.ts';
import { httpSettings, ownSettings, undiciSettings, type HttpHooks } from './http-settings.ts';
import { pgSettings } from './pg-settings.ts';
import { createPinoInstrumentation, createWinstonInstrumentation } from './log-correlation/index.ts';
import { createUndiciInstrumentation } from './undici/index.ts';
import type * as upstream from './upstream.ts';

/** What instrumentations are given by the distribution. */
export interface InstrumentationDeps {
  readonly http: HttpHooks;
  readonly aws: AwsTraceHeaders;
  /** Of the distribution; our own instrumentations carry it. */
  readonly version: string;
}

type Factory = (config: InstrumentationConfig, deps: InstrumentationDeps) => Instrumentation | Instrumentation[];

/** By upstream's short names, the ones that `OTEL_NODE_ENABLED_INSTRUMENTATIONS` takes. */
const factories: Readonly<Record<string, Factory>> = {
  http: (config, { http, version }) =>
    config.http === 'own'
      ? createHttpInstrumentation(ownSettings(http, version))
      : new (loadUpstream().HttpInstrumentation)(httpSettings(http)),
  undici: (config, { http, version }) =>
    config.http === 'own'
      ? createUndiciInstrumentation(ownSettings(http, version))
      : new (loadUpstream().UndiciInstrumentation)(undiciSettings(http)),
  express: ({ frameworkSpans }, { version }) => [
    createExpressInstrumentation(version),
    ...(frameworkSpans ? [new (loadUpstream().ExpressInstrumentation)()] : []),
  ],
  pg: () => new PgInstrumentation(pgSettings),
  'aws-sdk': (_config, { aws }) => createAwsSdkInstrumentation({ headers: aws }),
  'aws-sdk-v2': (_config, { aws, version }) => createAwsSdkV2Instrumentation({ headers: aws, version }),
  pino: () => createPinoInstrumentation(),
  winston: () => createWinstonInstrumentation(),
};

/** The short names of everything that can be switched on and off. */
export const instrumentationNames: readonly string[] = Object.keys(factories);

/**
 * Makes the instrumentations that the configuration asks for; each hooks its modules at once. One that cannot be
 * made is reported and left out: the others go on.
 *
 * @param replaced short names of those that the application has given ones of its own for
 */
export function createInstrumentations(
  config: InstrumentationConfig,
  deps: InstrumentationDeps,
  replaced: ReadonlySet<string> = new Set(),
): Instrumentation[] {
  reportUnknown('OTEL_NODE_ENABLED_INSTRUMENTATIONS', config.enabled ?? []);
  reportUnknown('OTEL_NODE_DISABLED_INSTRUMENTATIONS', config.disabled);
  return Object.entries(factories)
    .filter(([name]) => isWanted(name, config) && !replaced.has(name))
    .flatMap(([name, create]) => {
      try {
        return create(config, deps);
      } catch (error) {
        diag.warn(`The instrumentation "${name}" could not be set up: ${String(error)}. It is left out.`);
        return [];
      }
    });
}

/** Only where it is asked for; at once, because its hooks must be there before the application's modules. */
function loadUpstream(): typeof upstream {
  const file = `./upstream${path.extname(import.meta.filename)}`;
  return createRequire(import.meta.filename)(file) as typeof upstream;
}

/**
 * Whether the configuration asks for an instrumentation. `aws-sdk` stands for both generations of the SDK; `aws-sdk-v2`
 * names the old one alone.
 */
export function isWanted(name: string, { enabled, disabled }: InstrumentationConfig): boolean {
  const names = name === 'aws-sdk-v2' ? ['aws-sdk', name] : [name];
  if (names.some((candidate) => disabled.includes(candidate))) return false;
  return enabled === undefined || names.some((candidate) => enabled.includes(candidate));
}

function reportUnknown(variable: string, names: readonly string[]): void {
  const unknown = names.filter((name) => !Object.hasOwn(factories, name));
  if (unknown.length === 0) return;
  diag.info(
    `"${variable}" names ${unknown.map((name) => `"${name}"`).join(', ')}, which is no instrumentation of otel-xray; there are ${instrumentationNames.join(', ')}. Going on without.`,
  );
}
