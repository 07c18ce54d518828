import path from 'node:path';

/** How much is sampled. */
export type Sampling = 'all' | 'some' | 'none';

/** The share of {@link Sampling} `some`. */
export const SOME = '0.05';

/** One thing that is measured. */
export interface Subject {
  readonly name: string;
  /** Flags for Node. */
  readonly flags: readonly string[];
  /** The folder under `bench/peers` whose packages it needs. */
  readonly peer?: string;
  env(sampling: Sampling, sink: Sink): Readonly<Record<string, string>>;
}

/** Where spans may be sent. */
export interface Sink {
  readonly grpcPort: number;
  readonly httpPort: number;
  readonly daemonPort: number;
  readonly agentPort: number;
}

const root = path.resolve(import.meta.dirname, '..');

/** The folder of a peer. */
export function peerFolder(name: string): string {
  return path.join(import.meta.dirname, 'peers', name);
}

function openTelemetry(sampling: Sampling): Record<string, string> {
  const samplers = { all: 'always_on', some: 'parentbased_traceidratio', none: 'always_off' } as const;
  return {
    OTEL_TRACES_SAMPLER: samplers[sampling],
    ...(sampling === 'some' && { OTEL_TRACES_SAMPLER_ARG: SOME }),
    OTEL_BSP_SCHEDULE_DELAY: '500',
    OTEL_SERVICE_NAME: 'bench',
    OTEL_METRICS_EXPORTER: 'none',
    OTEL_LOGS_EXPORTER: 'none',
    OTEL_NODE_RESOURCE_DETECTORS: 'none',
  };
}

const overHttp = ({ httpPort }: Sink): Record<string, string> => ({
  OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
  OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${String(httpPort)}`,
});
const overGrpc = ({ grpcPort }: Sink): Record<string, string> => ({
  OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
  OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${String(grpcPort)}`,
});
const rates = { all: '1', some: SOME, none: '0' } as const;

/** The uninstrumented application, twice: the second tells how far the machine can be trusted. */
export const BARE = 'uninstrumented';
export const CONTROL = 'control';
export const OWN = 'otel-xray';

/** Everything that is measured side by side. */
export const subjects: readonly Subject[] = [
  { name: BARE, flags: [], env: () => ({}) },
  { name: CONTROL, flags: [], env: () => ({}) },
  {
    name: OWN,
    flags: ['--require', path.join(root, 'package/register.js')],
    env: (sampling, sink) => ({ ...openTelemetry(sampling), ...overGrpc(sink), OTEL_XRAY_LOG_LEVEL: 'error' }),
  },
  {
    name: 'ADOT JS',
    peer: 'adot',
    flags: ['--require', '@aws/aws-distro-opentelemetry-node-autoinstrumentation/register'],
    env: (sampling, sink) => ({
      ...openTelemetry(sampling),
      ...overHttp(sink),
      OTEL_AWS_APPLICATION_SIGNALS_ENABLED: 'false',
    }),
  },
  {
    name: 'auto-instrumentations-node',
    peer: 'auto-instrumentations',
    flags: ['--require', '@opentelemetry/auto-instrumentations-node/register'],
    env: (sampling, sink) => ({ ...openTelemetry(sampling), ...overGrpc(sink) }),
  },
  {
    name: 'EDOT',
    peer: 'edot',
    flags: ['--import', '@elastic/opentelemetry-node'],
    env: (sampling, sink) => ({ ...openTelemetry(sampling), ...overHttp(sink), ELASTIC_OTEL_METRICS_DISABLED: 'true' }),
  },
  {
    name: 'dd-trace',
    peer: 'dd-trace',
    flags: ['--require', 'dd-trace/init'],
    env: (sampling, { agentPort }) => ({
      DD_TRACE_AGENT_URL: `http://127.0.0.1:${String(agentPort)}`,
      DD_TRACE_SAMPLE_RATE: rates[sampling],
      DD_SERVICE: 'bench',
      DD_INSTRUMENTATION_TELEMETRY_ENABLED: 'false',
      DD_REMOTE_CONFIGURATION_ENABLED: 'false',
      DD_TRACE_STARTUP_LOGS: 'false',
    }),
  },
  {
    name: 'aws-xray-sdk',
    peer: 'aws-xray-sdk',
    flags: [],
    env: (sampling, { daemonPort }) => ({
      BENCH_XRAY_SDK: rates[sampling],
      AWS_XRAY_DAEMON_ADDRESS: `127.0.0.1:${String(daemonPort)}`,
      AWS_XRAY_LOG_LEVEL: 'silent',
    }),
  },
];

/** Of a peer, its flags with the files that they name. */
export function flagsOf({ flags, peer }: Subject): string[] {
  if (peer === undefined) return [...flags];
  return flags.map((flag) => (flag.startsWith('--') ? flag : resolveIn(peer, flag)));
}

function resolveIn(peer: string, specifier: string): string {
  return process
    .getBuiltinModule('node:module')
    .createRequire(path.join(peerFolder(peer), 'package.json'))
    .resolve(specifier);
}
