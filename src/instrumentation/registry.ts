import { createRequire } from 'node:module';
import path from 'node:path';
import type { Instrumentation } from '@opentelemetry/instrumentation';
import { diag } from '@opentelemetry/api';
import type { InstrumentationConfig } from '../config/config.ts';
import type * as awsSdk from './aws-sdk/index.ts';
import type { AwsTraceHeaders } from './aws-sdk/index.ts';
import type * as awsSdkV2 from './aws-sdk-v2/index.ts';
import { deferInstrumentation } from './deferred.ts';
import { createExpressInstrumentation } from './express/index.ts';
import { createHttpInstrumentation } from './http/index.ts';
import { httpSettings, ownSettings, undiciSettings, type HttpHooks } from './http-settings.ts';
import type * as logCorrelation from './log-correlation/index.ts';
import type * as pgRoom from './pg/index.ts';
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
  pg: (_config, { version }) =>
    deferInstrumentation({
      name: '@opentelemetry/instrumentation-pg',
      version,
      modules: ['pg', 'pg-pool'],
      make: () => (loadRoom('pg') as typeof pgRoom).createPgInstrumentation(),
    }),
  'aws-sdk': (_config, { aws, version }) =>
    deferInstrumentation({
      name: 'otel-xray/aws-sdk',
      version,
      modules: ['@smithy/core', '@smithy/smithy-client', '@aws-sdk/smithy-client'],
      make: () => (loadRoom('aws-sdk') as typeof awsSdk).createAwsSdkInstrumentation({ headers: aws, version }),
    }),
  'aws-sdk-v2': (_config, { aws, version }) =>
    deferInstrumentation({
      name: 'otel-xray/aws-sdk-v2',
      version,
      modules: ['aws-sdk'],
      make: () => (loadRoom('aws-sdk-v2') as typeof awsSdkV2).createAwsSdkV2Instrumentation({ headers: aws, version }),
    }),
  pino: (_config, { version }) =>
    deferInstrumentation({
      name: '@opentelemetry/instrumentation-pino',
      version,
      modules: ['pino'],
      make: () => (loadRoom('log-correlation') as typeof logCorrelation).createPinoInstrumentation(),
    }),
  winston: (_config, { version }) =>
    deferInstrumentation({
      name: '@opentelemetry/instrumentation-winston',
      version,
      modules: ['winston'],
      make: () => (loadRoom('log-correlation') as typeof logCorrelation).createWinstonInstrumentation(),
    }),
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

const extension = path.extname(import.meta.filename);

/** Only where it is asked for; at once, because its hooks must be there before the application's modules. */
function loadUpstream(): typeof upstream {
  return createRequire(import.meta.filename)(`./upstream${extension}`) as typeof upstream;
}

/** Loads a room of instrumentations: a folder in the sources, a file of its own in the package. */
function loadRoom(name: string): unknown {
  const file = extension === '.ts' ? `./${name}/index.ts` : `./instrumentation-${name}.js`;
  return createRequire(import.meta.filename)(file);
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
