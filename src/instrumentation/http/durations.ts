import { type Attributes, type Histogram, type Meter, ValueType } from '@opentelemetry/api';
import {
  METRIC_HTTP_CLIENT_REQUEST_DURATION,
  METRIC_HTTP_SERVER_REQUEST_DURATION,
} from '@opentelemetry/semantic-conventions';

/** How long requests took, as a metric. */
export interface Durations {
  /** Begins to measure a request; the function that comes back ends it, with what is known of it by then. */
  start(): (attributes: Attributes) => void;
}

/** https://opentelemetry.io/docs/specs/semconv/http/http-metrics/#metric-httpserverrequestduration */
const BOUNDARIES_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

const METRICS = {
  server: { name: METRIC_HTTP_SERVER_REQUEST_DURATION, description: 'Duration of HTTP server requests.' },
  client: { name: METRIC_HTTP_CLIENT_REQUEST_DURATION, description: 'Duration of HTTP client requests.' },
} as const;

/** `http.server.request.duration` or `http.client.request.duration`, in seconds, of all requests, sampled or not. */
export function createDurations(meter: Meter, side: keyof typeof METRICS): Durations {
  const { name, description } = METRICS[side];
  const histogram: Histogram = meter.createHistogram(name, {
    description,
    unit: 's',
    valueType: ValueType.DOUBLE,
    advice: { explicitBucketBoundaries: BOUNDARIES_SECONDS },
  });
  return {
    start: () => {
      const startedMillis = performance.now();
      return (attributes) => histogram.record((performance.now() - startedMillis) / 1000, attributes);
    },
  };
}
