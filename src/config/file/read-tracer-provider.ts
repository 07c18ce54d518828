import type {
  BatchSpanProcessorConfigModel,
  NameStringValuePairConfigModel,
  OtlpGrpcExporterConfigModel,
  OtlpHttpExporterConfigModel,
  SpanExporterConfigModel,
  TracerProviderConfigModel,
} from '@opentelemetry/configuration';
import { choiceOf, type Part, type SettingsDraft } from './file-settings.ts';
import { readSampler } from './read-sampler.ts';

const spanLimits = {
  attribute_value_length_limit: 'OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT',
  attribute_count_limit: 'OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT',
  event_count_limit: 'OTEL_SPAN_EVENT_COUNT_LIMIT',
  link_count_limit: 'OTEL_SPAN_LINK_COUNT_LIMIT',
  event_attribute_count_limit: 'OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT',
  link_attribute_count_limit: 'OTEL_LINK_ATTRIBUTE_COUNT_LIMIT',
};

const queue = {
  schedule_delay: 'OTEL_BSP_SCHEDULE_DELAY',
  export_timeout: 'OTEL_BSP_EXPORT_TIMEOUT',
  max_queue_size: 'OTEL_BSP_MAX_QUEUE_SIZE',
  max_export_batch_size: 'OTEL_BSP_MAX_EXPORT_BATCH_SIZE',
};

const otlp = {
  endpoint: 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT',
  compression: 'OTEL_EXPORTER_OTLP_TRACES_COMPRESSION',
  timeout: 'OTEL_EXPORTER_OTLP_TRACES_TIMEOUT',
};

const tls = {
  ca_file: 'OTEL_EXPORTER_OTLP_TRACES_CERTIFICATE',
  cert_file: 'OTEL_EXPORTER_OTLP_TRACES_CLIENT_CERTIFICATE',
  key_file: 'OTEL_EXPORTER_OTLP_TRACES_CLIENT_KEY',
  insecure: 'OTEL_EXPORTER_OTLP_TRACES_INSECURE',
};

/** Reads `tracer_provider`: where spans go, which are recorded, and how much they hold. */
export function readTracerProvider(provider: TracerProviderConfigModel, draft: SettingsDraft): void {
  const at = 'tracer_provider';
  const kinds = new Set<string>();
  for (const [index, value] of provider.processors.entries()) {
    readProcessor({ value, at: `${at}.processors[${String(index)}]` }, kinds, draft);
  }
  draft.set('OTEL_TRACES_EXPORTER', { value: [...kinds].join(',') || 'none', at: `${at}.processors` });
  draft.setAll({ value: provider.limits, at: `${at}.limits` }, spanLimits);
  if (provider.sampler) readSampler({ value: provider.sampler, at: `${at}.sampler` }, draft);
  const generator = choiceOf({ value: provider.id_generator, at: `${at}.id_generator` });
  if (generator !== undefined && generator.name !== 'xray') {
    draft.leaveOut(generator.at, "trace ids are always X-Ray's, which are W3C's with the time in front");
  }
  draft.setAll({ value: provider, at }, {}, ['processors', 'limits', 'sampler', 'id_generator']);
}

function readProcessor(part: Part<object>, kinds: Set<string>, draft: SettingsDraft): void {
  const processor = choiceOf(part);
  if (processor?.name !== 'batch' && processor?.name !== 'simple') {
    draft.leaveOut(processor?.at ?? part.at, 'the span processors of a file are batch and simple');
    return;
  }
  const { value, at } = processor as Part<BatchSpanProcessorConfigModel>;
  draft.setAll({ value, at }, processor.name === 'batch' ? queue : {}, ['exporter']);
  if (processor.name === 'simple') draft.set(queue.schedule_delay, { value: 1, at });
  readSpanExporter({ value: value.exporter, at: `${at}.exporter` }, kinds, draft);
}

function readSpanExporter(part: Part<SpanExporterConfigModel>, kinds: Set<string>, draft: SettingsDraft): void {
  const exporter = choiceOf(part);
  if (exporter?.name === 'console') {
    kinds.add('console');
  } else if (exporter?.name !== 'otlp_grpc' && exporter?.name !== 'otlp_http') {
    draft.leaveOut(exporter?.at ?? part.at, 'the span exporters of a file are otlp_grpc, otlp_http and console');
  } else if (kinds.has('otlp')) {
    draft.leaveOut(exporter.at, 'spans go to one collector, the first of the file');
  } else {
    kinds.add('otlp');
    readOtlp(exporter, exporter.name === 'otlp_grpc', draft);
  }
}

type OtlpExporter = OtlpGrpcExporterConfigModel | OtlpHttpExporterConfigModel;

function readOtlp({ value, at }: Part<OtlpExporter>, isGrpc: boolean, draft: SettingsDraft): void {
  const encoding = value !== null && 'encoding' in value ? (value.encoding ?? 'protobuf') : 'protobuf';
  const protocol = isGrpc ? 'grpc' : `http/${encoding}`;
  draft.set('OTEL_EXPORTER_OTLP_TRACES_PROTOCOL', { value: protocol, at: isGrpc ? at : `${at}.encoding` });
  draft.setAll({ value, at }, otlp, ['tls', 'headers', 'headers_list', 'encoding']);
  draft.setAll({ value: value?.tls, at: `${at}.tls` }, tls);
  const headers = [value?.headers_list ?? '', ...(value?.headers ?? []).map(pairOf)].filter((text) => text !== '');
  draft.set('OTEL_EXPORTER_OTLP_TRACES_HEADERS', { value: headers.join(',') || undefined, at: `${at}.headers` });
}

function pairOf({ name, value }: NameStringValuePairConfigModel): string {
  return value === null ? '' : `${encodeURIComponent(name)}=${encodeURIComponent(value)}`;
}
