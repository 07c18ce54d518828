import type { ConfigDescription } from '../config/describe-config.ts';
import { isMainThread } from '../config/main-thread.ts';
import { distroVersion } from './version.ts';

/**
 * The one line that tells a support engineer what runs here: versions, service, exporter, sampler; an
 * allow-list, so never a secret.
 */
export function preamble(description: ConfigDescription, serviceName: string): string {
  const { exporter, sampler } = description;
  return `otel-xray ${distroVersion} on Node ${process.versions.node}: service "${serviceName}", exporter ${exporter}, sampler ${sampler}.`;
}

/** The children and threads of a traced process say nothing: their parent's line stands for them. */
export function isPreambleDue(): boolean {
  return isMainThread && typeof process.send !== 'function';
}
