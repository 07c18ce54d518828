import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** How a subject's application is written. */
export const moduleFormats = ['CommonJS', 'ES modules'] as const;

/** How the application is written. */
export type ModuleFormat = (typeof moduleFormats)[number];

/** One of the tracers that are compared. */
export interface Subject {
  readonly id: string;
  readonly name: string;
  /** Whether it sends spans to a collector, or X-Ray's own documents to the daemon. */
  readonly sendsTo: 'collector' | 'daemon';
  /** Node's flags as its documentation gives them. */
  readonly flags: Readonly<Record<ModuleFormat, readonly string[]>>;
  /** `endpoints` is the sink's environment. */
  env(endpoints: Readonly<Record<string, string>>): Record<string, string>;
}

const root = path.resolve(import.meta.dirname, '../..');
const peer = (file: string): string => path.join(import.meta.dirname, 'peers/node_modules', file);
const url = (file: string): string => pathToFileURL(file).href;

/** Said to both that follow OpenTelemetry. */
const OTEL_ENV = {
  OTEL_SERVICE_NAME: 'shop',
  OTEL_RESOURCE_ATTRIBUTES: 'service.version=1.2.3,aws.log.group.names=/ecs/shop',
  OTEL_TRACES_SAMPLER: 'parentbased_always_on',
  OTEL_METRICS_EXPORTER: 'none',
  OTEL_LOGS_EXPORTER: 'none',
  OTEL_BSP_SCHEDULE_DELAY: '200',
};
const ADOT = '@aws/aws-distro-opentelemetry-node-autoinstrumentation/build/src/register.js';

/** Ours first. */
export const subjects: readonly Subject[] = [
  {
    id: 'otel-xray',
    name: 'otel-xray',
    sendsTo: 'collector',
    flags: {
      CommonJS: ['--require', path.join(root, 'package/register.js')],
      'ES modules': ['--import', url(path.join(root, 'package/register.mjs'))],
    },
    env: ({ SCORE_GRPC_ENDPOINT = '' }) => ({ ...OTEL_ENV, OTEL_EXPORTER_OTLP_ENDPOINT: SCORE_GRPC_ENDPOINT }),
  },
  {
    id: 'adot',
    name: 'ADOT JS 0.13',
    sendsTo: 'collector',
    flags: {
      CommonJS: ['--require', peer(ADOT)],
      'ES modules': [
        '--import',
        url(peer(ADOT)),
        `--experimental-loader=${url(peer('@opentelemetry/instrumentation/hook.mjs'))}`,
      ],
    },
    env: ({ SCORE_HTTP_ENDPOINT = '' }) => ({ ...OTEL_ENV, OTEL_EXPORTER_OTLP_ENDPOINT: SCORE_HTTP_ENDPOINT }),
  },
  {
    id: 'xray-sdk',
    name: 'X-Ray SDK 3.12',
    sendsTo: 'daemon',
    flags: { CommonJS: [], 'ES modules': [] },
    env: (endpoints) => ({ ...endpoints, AWS_XRAY_COLLECT_SQL_QUERIES: 'true' }),
  },
];

/** The service's main file, and what an engineer writes for this subject. */
export function applicationOf(subject: Subject, format: ModuleFormat): { script: string; code: string } {
  const folder = path.join(import.meta.dirname, 'app');
  return {
    script: path.join(folder, format === 'CommonJS' ? 'app.cjs' : 'app.mjs'),
    code: path.join(folder, 'code', `${subject.id}.cjs`),
  };
}
