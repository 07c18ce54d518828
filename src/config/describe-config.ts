import type { Config } from './config.ts';
import { stripEndpoint } from './parse-endpoint.ts';
import { toPrintable } from './printable.ts';

/** The configuration's part of the preamble line; printable and without secrets. */
export interface ConfigDescription {
  /** Absent where package.json's name decides. */
  readonly service?: string;
  /** `otlp grpc to http://127.0.0.1:4317`, `console`, both joined by `and`, or `none`. */
  readonly exporter: string;
  /** A sampler's name, with the share for ratio samplers, `traceidratio 0.1`, and the source of central rules. */
  readonly sampler: string;
}

/** Describes the configuration for the preamble: an allow-list, so that no header, user name or query gets out. */
export function describeConfig(config: Config): ConfigDescription {
  const { serviceName } = config.resource;
  return {
    ...(serviceName === undefined ? {} : { service: toPrintable(serviceName, 200) }),
    exporter: describeExporter(config),
    sampler: describeSampler(config),
  };
}

function describeSampler({ sampling }: Config): string {
  const { sampler, ratio, central } = sampling;
  if (sampler.endsWith('traceidratio')) {
    return `${sampler} ${String(ratio)}`;
  }
  return central === undefined ? sampler : `${sampler} with ${toPrintable(stripEndpoint(central.endpoint), 200)}`;
}

function describeExporter({ exporter }: Config): string {
  const { kinds, protocol, endpoint } = exporter;
  if (kinds.length === 0) {
    return 'none';
  }
  const target = toPrintable(stripEndpoint(endpoint), 200);
  return kinds.map((kind) => (kind === 'otlp' ? `otlp ${protocol} to ${target}` : kind)).join(' and ');
}
