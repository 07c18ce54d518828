import path from 'node:path';

/** A Go module of ours in the place of one that a Go module proxy may not serve. */
export interface StandIn {
  /** The path of the module that it stands in for. */
  readonly module: string;
  /** Its folder here. */
  readonly folder: string;
}

const folder = path.resolve(import.meta.dirname, '../../test/collector/modules');
const aws = 'github.com/open-telemetry/opentelemetry-collector-contrib/internal/aws';

/**
 * The helpers of the awsxray exporter and receiver and of awsproxy: types of documents with names of attributes and a
 * client, and a proxy that signs. What translates, divides, retries and drops is in neither.
 */
export const standIns: readonly StandIn[] = [
  { module: `${aws}/xray`, folder: path.join(folder, 'xray') },
  { module: `${aws}/proxy`, folder: path.join(folder, 'proxy') },
];
