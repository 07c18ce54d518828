import type { CollectorOptions } from './start-collector.ts';
import type { RecordingXRay } from './recording-xray.ts';

/**
 * Turns a configuration of ours, whose exporter is `awsxray` and whose proxy is `awsproxy`, to a recording endpoint.
 * Whatever the collector would send anywhere else goes there too, by the proxy variables, and is recorded as stray;
 * Go uses no proxy for 127.0.0.1.
 */
export function towardXRay(
  config: string,
  xray: Pick<RecordingXRay, 'endpoint'>,
): Required<Pick<CollectorOptions, 'configs' | 'env'>> {
  const local = { local_mode: true };
  const overrides = {
    exporters: { awsxray: { endpoint: xray.endpoint, no_verify_ssl: true, ...local } },
    extensions: { awsproxy: { aws_endpoint: xray.endpoint, ...local } },
  };
  return { configs: [config, `yaml:${JSON.stringify(overrides)}`], env: withoutOtherTraffic(xray) };
}

/** Environment that leads all traffic to other hosts into the recording endpoint's `strayRequests`. */
export function withoutOtherTraffic(xray: Pick<RecordingXRay, 'endpoint'>): Record<string, string> {
  return { HTTP_PROXY: xray.endpoint, HTTPS_PROXY: xray.endpoint };
}
