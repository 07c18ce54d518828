import { findCollector } from '../../../scripts/collector/location.ts';
import { type CollectorProcess, runCollector } from './collector-process.ts';
import { findFreePorts } from './free-ports.ts';

/** Where a collector is reached, each on a port of its own; passed as environment and given as `host:port`. */
export interface CollectorAddresses {
  readonly OTLP_GRPC_ENDPOINT: string;
  readonly OTLP_HTTP_ENDPOINT: string;
  readonly AWSPROXY_ENDPOINT: string;
  readonly HEALTH_CHECK_ENDPOINT: string;
  /** Where a receiver of X-Ray documents listens, by UDP. */
  readonly XRAY_UDP_ENDPOINT: string;
}

/** What a collector is run with. */
export interface CollectorOptions {
  /** Paths of files, or YAML after `yaml:`; later ones are laid over earlier ones. */
  readonly configs: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** The one that `npm run collector:build` made, unless given. */
  readonly binary?: string;
}

/** A collector whose health check has answered. */
export interface RunningCollector {
  readonly addresses: CollectorAddresses;
  /** What it wrote on stderr so far. */
  log(): string;
  /** Resolves with the exit code when it is gone, `null` after a signal. */
  readonly ended: Promise<number | null>;
  /** SIGTERM, or the given signal; resolves with the exit code when it is gone. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** How often other ports are tried when somebody else took one of them first. */
const ATTEMPTS = 3;
const START_TIMEOUT_MILLIS = 20_000;

/** Whether the real collector is there; where it is not, its tests are skipped. */
export function isCollectorBuilt(): boolean {
  return findCollector() !== undefined;
}

/**
 * Starts a collector on free ports of 127.0.0.1 and waits for its health check, which the configuration must have
 * at `${env:HEALTH_CHECK_ENDPOINT}`. Rejects with the collector's log when it ends or stays silent.
 */
export async function startCollector({
  configs,
  env = {},
  binary = builtCollector(),
}: CollectorOptions): Promise<RunningCollector> {
  for (let attempt = 1; ; attempt += 1) {
    const { metricsPort, ...addresses } = await findAddresses();
    const collector = runCollector(binary, toArguments(configs), {
      ...addresses,
      OTELCOL_METRICS_PORT: metricsPort,
      ...env,
    });
    const stop = (signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> => {
      collector.kill(signal);
      return collector.ended;
    };
    if (await becomesHealthy(collector, addresses.HEALTH_CHECK_ENDPOINT))
      return { addresses, log: () => collector.log(), ended: collector.ended, stop };
    await stop('SIGKILL');
    if (attempt === ATTEMPTS || !collector.log().includes('address already in use')) {
      throw new Error(`The collector did not start:\n${collector.log()}`);
    }
  }
}

/** What the collector's `validate` says of configurations; exit code 0 means that it would start with them. */
export async function validateConfigs({
  configs,
  env = {},
  binary = builtCollector(),
}: CollectorOptions): Promise<{ exitCode: number | null; log: string }> {
  const collector = runCollector(binary, ['validate', ...toArguments(configs)], env);
  const exitCode = await collector.ended;
  return { exitCode, log: collector.log() };
}

function builtCollector(): string {
  const binary = findCollector();
  if (binary === undefined) throw new Error('The real collector is not built: run "npm run collector:build".');
  return binary;
}

function toArguments(configs: readonly string[]): string[] {
  return configs.flatMap((config) => ['--config', config]);
}

async function findAddresses(): Promise<CollectorAddresses & { metricsPort: string }> {
  const [grpc, http, proxy, health, udp, metrics] = await findFreePorts(6);
  return {
    OTLP_GRPC_ENDPOINT: `127.0.0.1:${grpc}`,
    OTLP_HTTP_ENDPOINT: `127.0.0.1:${http}`,
    AWSPROXY_ENDPOINT: `127.0.0.1:${proxy}`,
    HEALTH_CHECK_ENDPOINT: `127.0.0.1:${health}`,
    XRAY_UDP_ENDPOINT: `127.0.0.1:${udp}`,
    metricsPort: String(metrics),
  };
}

async function becomesHealthy(collector: CollectorProcess, address: string): Promise<boolean> {
  const deadline = Date.now() + START_TIMEOUT_MILLIS;
  while (collector.isRunning && Date.now() < deadline) {
    if (await isHealthy(address)) return true;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return false;
}

async function isHealthy(address: string): Promise<boolean> {
  try {
    const response = await fetch(`http://${address}/`);
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}
