import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Collector } from './collector.ts';

/** One way to trace a service: its flags and its settings. */
export interface Subject {
  readonly name: string;
  /** The folder below peers/ that it is installed in; absent for what is built here. */
  readonly folder?: string;
  readonly packageName: string;
  readonly flags: readonly string[];
  /** OpenTelemetry's format, or one of its own. */
  readonly sends: 'otlp' | 'own';
  env(collector: Pick<Collector, 'grpcPort' | 'httpPort' | 'udpPort'>): Readonly<Record<string, string>>;
}

const here = import.meta.dirname;

/** The folder that a peer is installed in. */
export function folderOf(subject: Subject): string {
  return subject.folder === undefined ? path.join(here, '../..') : path.join(here, 'peers', subject.folder);
}

/** The installed version of a subject. */
export function versionOf(subject: Subject): string {
  const file =
    subject.folder === undefined ? 'package.json' : path.join('node_modules', subject.packageName, 'package.json');
  return (JSON.parse(readFileSync(path.join(folderOf(subject), file), 'utf8')) as { version: string }).version;
}

const otel = {
  OTEL_SERVICE_NAME: 'faults',
  OTEL_TRACES_SAMPLER: 'always_on',
  OTEL_METRICS_EXPORTER: 'none',
  OTEL_LOGS_EXPORTER: 'none',
};

/** OpenTelemetry's distributions, with the protocol that each of them uses by itself. */
function distribution(name: string, folder: string, packageName: string, flags: readonly string[]): Subject {
  return {
    name,
    folder,
    packageName,
    flags,
    sends: 'otlp',
    env: ({ httpPort }) => ({ ...otel, OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${String(httpPort)}` }),
  };
}

/** In the order of the tables' columns. Every peer records every request and is otherwise as its README starts it. */
export const subjects: readonly Subject[] = [
  {
    name: 'otel-xray',
    packageName: 'otel-xray',
    flags: ['--require', path.join(here, '../../register.js')],
    sends: 'otlp',
    env: ({ grpcPort }) => ({ ...otel, OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${String(grpcPort)}` }),
  },
  distribution('ADOT JS', 'adot-js', '@aws/aws-distro-opentelemetry-node-autoinstrumentation', [
    '--require',
    '@aws/aws-distro-opentelemetry-node-autoinstrumentation/register',
  ]),
  distribution('auto-instrumentations', 'auto-instrumentations-node', '@opentelemetry/auto-instrumentations-node', [
    '--require',
    '@opentelemetry/auto-instrumentations-node/register',
  ]),
  distribution('EDOT', 'edot', '@elastic/opentelemetry-node', ['--import', '@elastic/opentelemetry-node']),
  {
    name: 'X-Ray SDK',
    folder: 'aws-xray-sdk',
    packageName: 'aws-xray-sdk',
    flags: ['--require', './start.cjs'],
    sends: 'own',
    env: ({ udpPort }) => ({ AWS_XRAY_DAEMON_ADDRESS: `127.0.0.1:${String(udpPort)}` }),
  },
  {
    name: 'dd-trace',
    folder: 'dd-trace',
    packageName: 'dd-trace',
    flags: ['--require', 'dd-trace/init'],
    sends: 'own',
    env: ({ httpPort }) => ({
      DD_SERVICE: 'faults',
      DD_TRACE_AGENT_URL: `http://127.0.0.1:${String(httpPort)}`,
      DD_TRACE_SAMPLE_RATE: '1',
      DD_INSTRUMENTATION_TELEMETRY_ENABLED: 'false',
      DD_REMOTE_CONFIGURATION_ENABLED: 'false',
    }),
  },
];
