import type { Environment } from '../config/environment.ts';
import { TOKEN_VARIABLE } from './remote-access.ts';

/** What the environment of a traced command is made from. */
export interface ChildEnvironmentOptions {
  readonly environment: Environment;
  /** Where spans go, by OTLP/gRPC. */
  readonly grpcEndpoint: string;
  /** X-Ray's API, for AWS SDKs. */
  readonly xrayEndpoint: string;
  /** Where X-Ray's own SDKs send, and samplers ask. */
  readonly daemonAddress?: string;
  /** Whether the local X-Ray was given sampling rules, which then decide. */
  readonly hasSamplingRules?: boolean;
  /** The preload, an absolute path. */
  readonly registerFile: string;
}

/** The user's environment with the preload, the local endpoint and settings under which traces are seen soon, all of them unless rules decide. */
export function createChildEnvironment(options: ChildEnvironmentOptions): Record<string, string | undefined> {
  const { environment, grpcEndpoint, xrayEndpoint, daemonAddress, registerFile } = options;
  const {
    // They would send the spans elsewhere.
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: _endpoint,
    OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: _protocol,
    // What other machines have to show is not the command's business.
    [TOKEN_VARIABLE]: _token,
    ...inherited
  } = environment;
  return {
    OTEL_TRACES_SAMPLER: options.hasSamplingRules === true ? 'xray' : 'always_on',
    OTEL_BSP_SCHEDULE_DELAY: '200',
    ...inherited,
    ...exceptionFromProxy(environment, new URL(grpcEndpoint).hostname),
    NODE_OPTIONS: `--require ${quoteNodeOption(registerFile)} ${environment['NODE_OPTIONS'] ?? ''}`.trimEnd(),
    OTEL_EXPORTER_OTLP_ENDPOINT: grpcEndpoint,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
    AWS_ENDPOINT_URL_XRAY: xrayEndpoint,
    ...(daemonAddress !== undefined && { AWS_XRAY_DAEMON_ADDRESS: daemonAddress }),
  };
}

/** https://nodejs.org/api/cli.html#node_optionsoptions: double quotes hold spaces, backslashes escape within them. */
function quoteNodeOption(path: string): string {
  return /[\s"\\]/.test(path) ? `"${path.replaceAll(/["\\]/g, String.raw`\$&`)}"` : path;
}

/** grpc-js would ask a proxy for the way even to this machine; its own list of exceptions replaces the general one. */
function exceptionFromProxy(environment: Environment, host: string): Record<string, string> {
  const proxy = environment['grpc_proxy'] ?? environment['https_proxy'] ?? environment['http_proxy'];
  if (proxy === undefined || proxy === '') return {};
  const exceptions = environment['no_grpc_proxy'] ?? environment['no_proxy'] ?? '';
  return { no_grpc_proxy: exceptions === '' ? host : `${exceptions},${host}` };
}
