/**
 * The shape of otel-xray's configuration: one frozen object made once from code options and environment
 * variables (code over environment over default) by `read-config.ts`. Every other room receives the part
 * that it needs; nobody else reads `process.env`.
 */

import type { SamplingRule } from '../xray/sampling-rule.ts';

/** Levels of otel-xray's own diagnostics on stderr, from silent to everything. */
export type LogLevel = 'none' | 'error' | 'warn' | 'info' | 'debug' | 'verbose';

/** What a span helper does when it is called without an active segment; the X-Ray SDK's own three words. */
export type ContextMissing = 'LOG_ERROR' | 'RUNTIME_ERROR' | 'IGNORE_ERROR';

/** How spans travel to the collector. */
export type OtlpProtocol = 'grpc' | 'http/protobuf' | 'http/json';

/** Where finished spans go. */
export interface ExporterConfig {
  /** `otlp`, `console`, or both; empty when `OTEL_TRACES_EXPORTER=none`. */
  readonly kinds: readonly ('otlp' | 'console')[];
  readonly protocol: OtlpProtocol;
  /** Full URL: `http://127.0.0.1:4317` (or `unix:…`) for gRPC, `http://host:4318/v1/traces` for HTTP. */
  readonly endpoint: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly compression: 'gzip' | 'none';
  /** Per export attempt, retries included, in milliseconds. */
  readonly timeoutMillis: number;
  /** PEM files for TLS; absent files are reported and left out. */
  readonly certificateFile?: string;
  readonly clientCertificateFile?: string;
  readonly clientKeyFile?: string;
}

/** The queue between ended spans and the exporter (`OTEL_BSP_*`). */
export interface BatchConfig {
  readonly maxQueueSize: number;
  readonly maxExportBatchSize: number;
  readonly scheduledDelayMillis: number;
  readonly exportTimeoutMillis: number;
}

/** A format of trace headers; `xray-lambda` also reads the header of a Lambda invocation. */
export type PropagatorName = 'xray' | 'xray-lambda' | 'tracecontext' | 'baggage' | 'b3' | 'b3multi';

/** Which trace headers are read and written. */
export interface PropagationConfig {
  /**
   * Names from an explicit `OTEL_PROPAGATORS`, in its order, or undefined for our default: X-Ray, W3C trace
   * context and baggage, with the most complete incoming header winning.
   */
  readonly propagators?: readonly PropagatorName[];
  /** Whether HTTP servers answer `X-Amzn-Trace-Id`; `requested` means only to `Sampled=?`. */
  readonly responseHeader: 'always' | 'requested' | 'never';
  /** `all`: continue what the caller sends; `id`: keep the trace id and decide sampling here; `none`: new traces. */
  readonly trustIncoming: 'all' | 'id' | 'none';
  /** Host patterns (`*` wildcard) that may receive trace headers and baggage; undefined means every host, without baggage. */
  readonly propagateTo?: readonly string[];
}

/** Where the rules of the X-Ray console come from: X-Ray's sampling proxy, in a collector or the daemon. */
export interface CentralSamplingConfig {
  /** URL without a slash at its end: `http://127.0.0.1:2000`. */
  readonly endpoint: string;
  /** How often the rules are asked for; X-Ray itself says how often statistics are. */
  readonly pollingIntervalMillis: number;
  /** Whether the user asked for central rules or named their source: then a silent source is worth a warning. */
  readonly isExplicit: boolean;
}

/** Sampling rules that the service brings along. */
export type LocalSamplingConfig = { readonly file: string } | { readonly rules: readonly SamplingRule[] };

/** Which requests are recorded. */
export interface SamplingConfig {
  /**
   * `xray`: the central rules, and while there are none the local ones or those of `xray_default`; `xray_default`:
   * the local rules, and without any one request per second and 5 % of the rest. Both are parent-based.
   */
  readonly sampler:
    | 'xray'
    | 'xray_default'
    | 'always_on'
    | 'always_off'
    | 'traceidratio'
    | 'parentbased_always_on'
    | 'parentbased_always_off'
    | 'parentbased_traceidratio';
  /** For the ratio samplers, 0 to 1. */
  readonly ratio: number;
  /** Absent where the sampler is not `xray`, and on Lambda, which has no proxy and decides for its functions. */
  readonly central?: CentralSamplingConfig;
  /** For `xray` and `xray_default`. */
  readonly local?: LocalSamplingConfig;
  /** `drop`: probes of load balancers, Kubernetes and Route 53 are not recorded unless the caller says `Sampled=1`. */
  readonly healthChecks: 'drop' | 'record';
}

/** Which instrumentations run, by upstream's short names (`http`, `aws-sdk`, `pg`, …). */
export interface InstrumentationConfig {
  /** Only these, when given (`OTEL_NODE_ENABLED_INSTRUMENTATIONS`). */
  readonly enabled?: readonly string[];
  readonly disabled: readonly string[];
  /** Spans for framework middleware and handlers; off because one request is one story. */
  readonly frameworkSpans: boolean;
  /** Who traces HTTP and fetch: our own hooks, or OpenTelemetry's instrumentations. */
  readonly http: 'own' | 'upstream';
}

/** Who the service is. */
export interface ResourceConfig {
  /** `OTEL_SERVICE_NAME`, then `service.name` of `OTEL_RESOURCE_ATTRIBUTES`, then `AWS_XRAY_TRACING_NAME`; absent means package.json's name decides. */
  readonly serviceName?: string;
  /** `OTEL_RESOURCE_ATTRIBUTES`, decoded, with code options over it; without `service.name`, which is `serviceName`. */
  readonly attributes: Readonly<Record<string, string>>;
  /** AWS platforms to look for: `ec2`, `ecs`, `eks`, `lambda`, `beanstalk`; empty for `OTEL_NODE_RESOURCE_DETECTORS=none`. */
  readonly detectors: readonly ('ec2' | 'ecs' | 'eks' | 'lambda' | 'beanstalk')[];
}

/** Limits on what one span holds (`OTEL_SPAN_*`, `OTEL_ATTRIBUTE_*`). */
export interface SpanLimitsConfig {
  readonly attributeCountLimit: number;
  readonly attributeValueLengthLimit: number;
  readonly eventCountLimit: number;
  readonly linkCountLimit: number;
  readonly attributePerEventCountLimit: number;
  readonly attributePerLinkCountLimit: number;
}

/** What is done to the copies of spans that go to X-Ray; the application's own exporters get them as recorded. */
export interface EnrichmentConfig {
  /**
   * `full`: whatever X-Ray needs to show the right picture; `additive`: only what does not contradict the recorded
   * span, for collectors that feed other backends too; `off`: nothing but redaction and what protects collectors.
   */
  readonly mode: 'full' | 'additive' | 'off';
  /** Names of attributes whose values are never sent, `*` as wildcard, beside what is always redacted. */
  readonly redact: readonly string[];
  /** Host patterns (`*` wildcard) whose requests get segments named by the host; empty for one fixed name. */
  readonly segmentNameHosts: readonly string[];
  /** Whether the text of a query is sent, without its literals; false holds in every mode. */
  readonly sqlQueries: boolean;
}

/** Everything that otel-xray was told, checked and complete. Frozen, deeply. */
export interface Config {
  /** False for `OTEL_SDK_DISABLED=true` or `AWS_XRAY_SDK_DISABLED=true`: nothing is loaded or patched. */
  readonly enabled: boolean;
  /** The declarative configuration that the rest was read from, where there is one. */
  readonly configFile?: string;
  readonly logLevel: LogLevel;
  readonly logFormat: 'text' | 'json';
  readonly resource: ResourceConfig;
  readonly propagation: PropagationConfig;
  readonly sampling: SamplingConfig;
  readonly exporter: ExporterConfig;
  readonly batch: BatchConfig;
  readonly spanLimits: SpanLimitsConfig;
  readonly instrumentation: InstrumentationConfig;
  readonly enrichment: EnrichmentConfig;
  readonly contextMissing: ContextMissing;
  /** The longest time that the end of the process may be held for the last spans, in milliseconds. */
  readonly shutdownTimeoutMillis: number;
  /** Whether spans that still wait at the end of the process are sent then; without, the end is left alone. */
  readonly exitFlush: boolean;
  /** True when the user asked for metrics or logs by `OTEL_METRICS_EXPORTER` or `OTEL_LOGS_EXPORTER`. */
  readonly metrics: boolean;
  readonly logs: boolean;
}
