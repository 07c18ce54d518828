import type { ContextMissing, LogLevel, OtlpProtocol, SamplingConfig } from './config.ts';
import type { SamplingRules } from './sampling-rules-shapes.ts';
import type { InstrumentationShape, SpanProcessorShape } from './sdk-shapes.ts';

/** How finished spans travel to the collector. */
export interface ExporterOptions {
  /** Default `grpc`, or `http/protobuf` where port or path of the endpoint say so. */
  readonly protocol?: OtlpProtocol;
  /** Full URL, used as it is: `http://127.0.0.1:4317` for gRPC, `http://127.0.0.1:4318/v1/traces` for HTTP. */
  readonly endpoint?: string;
  /** Headers of every export; each wins over the same header of the environment. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Default `none`. */
  readonly compression?: 'gzip' | 'none';
  /** The longest time that one export may take, retries included, from 1 to 3,600,000 ms; default 10,000. */
  readonly timeoutMillis?: number;
}

/** Which trace headers are read and written. */
export interface PropagationOptions {
  /**
   * Some of `xray`, `tracecontext`, `baggage`, `b3`, `b3multi`, in OpenTelemetry's order; an empty list reads and
   * writes none. Default: X-Ray, W3C trace context and baggage, the most complete incoming header winning.
   */
  readonly propagators?: readonly string[];
  /** Whether HTTP servers answer `X-Amzn-Trace-Id`; `requested` only to `Sampled=?`. Default `always`. */
  readonly responseHeader?: 'always' | 'requested' | 'never';
  /** What is taken from incoming trace headers: all, only the trace id, or nothing. Default `all`. */
  readonly trustIncoming?: 'all' | 'id' | 'none';
  /** The only hosts that receive trace headers and baggage, `*` as wildcard; an empty list is no host. */
  readonly propagateTo?: readonly string[];
}

/** Which requests are recorded. */
export interface SamplingOptions {
  /**
   * Default `xray`: the rules of the X-Ray console from the sampling proxy, and while it does not answer one request
   * per second and 5 % beyond; `xray_default` is the latter alone.
   */
  readonly sampler?: SamplingConfig['sampler'];
  /** The share that the ratio samplers record, 0 to 1; default 1. */
  readonly ratio?: number;
  /** The sampling proxy of `xray`; default `AWS_XRAY_DAEMON_ADDRESS`, else `http://127.0.0.1:2000`. */
  readonly endpoint?: string;
  /** How often `xray` asks for the rules, 10,000 to 86,400,000 ms; default 300,000. */
  readonly pollingIntervalMillis?: number;
  /**
   * Sampling rules of the service itself, or the path of a JSON file with them, which is read again when it changes:
   * instead of the default rule, under `xray` while there are no central rules.
   */
  readonly rules?: string | SamplingRules;
  /** Whether probes of load balancers, Kubernetes and Route 53 are recorded. Default `drop`. */
  readonly healthChecks?: 'drop' | 'record';
}

/** Which of the built-in instrumentations run, by short names such as `http`, `aws-sdk` and `pg`. */
export interface InstrumentationOptions {
  /** Only these; default all. */
  readonly enabled?: readonly string[];
  /** Not these; wins over `enabled`. */
  readonly disabled?: readonly string[];
  /** Spans for middleware and handlers of frameworks. Default false. */
  readonly frameworkSpans?: boolean;
  /** Who traces HTTP and fetch: our own hooks (default), or OpenTelemetry's instrumentations. */
  readonly http?: 'own' | 'upstream';
}

/** What is done to spans on their way to X-Ray; what the application itself recorded always arrives. */
export interface EnrichmentOptions {
  /** Default `full`; `additive` contradicts nothing recorded, `off` only redacts. */
  readonly mode?: 'full' | 'additive' | 'off';
  /** Attributes and metadata keys whose values never leave, `*` as wildcard. */
  readonly redact?: readonly string[];
  /** Requests to these hosts, `*` as wildcard, get segments named by the host. */
  readonly segmentNameHosts?: readonly string[];
  /** Whether the text of database queries is sent, without literals. Default true. */
  readonly sqlQueries?: boolean;
}

/**
 * What `start()` takes. Each option wins over the environment variable of the same meaning, which wins over the
 * default. A wrong option is a `TypeError`.
 */
export interface StartOptions {
  /** The name of the service: the name of its segments and of its node in X-Ray's trace map. */
  readonly serviceName?: string;
  /** Attributes of the service on every trace; each wins over the same one of `OTEL_RESOURCE_ATTRIBUTES`. */
  readonly resourceAttributes?: Readonly<Record<string, string>>;
  readonly exporter?: ExporterOptions;
  readonly propagation?: PropagationOptions;
  readonly sampling?: SamplingOptions;
  readonly instrumentation?: InstrumentationOptions;
  readonly enrichment?: EnrichmentOptions;
  /** What a span helper does without an active segment. Default `LOG_ERROR`. */
  readonly contextMissing?: ContextMissing;
  /** The least level of otel-xray's own diagnostics on stderr. Default `info`. */
  readonly logLevel?: LogLevel;
  /** Default `text`. */
  readonly logFormat?: 'text' | 'json';
  /** The longest time that the end of the process is held for the last spans, 0 to 60,000 ms; default 3,000. */
  readonly shutdownTimeoutMillis?: number;
  /** Whether spans that still wait at the end of the process are sent then. Default true. */
  readonly exitFlush?: boolean;
  /** More instrumentations, run beside the built-in ones. */
  readonly instrumentations?: readonly (InstrumentationShape | readonly InstrumentationShape[])[];
  /** More span processors, run beside the export. */
  readonly spanProcessors?: readonly SpanProcessorShape[];
}
