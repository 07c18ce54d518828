import { type FileModel, type FileSettings, draftSettings, type SettingsDraft } from './file-settings.ts';
import { readTracerProvider } from './read-tracer-provider.ts';

/**
 * Translates a parsed declarative configuration into the variables of the same meaning, so that one table decides
 * what is allowed, and reports what otel-xray has no such thing for. What the file does not say keeps its default.
 *
 * @see https://opentelemetry.io/docs/specs/otel/configuration/data-model/
 */
export function readModel(model: FileModel): FileSettings {
  return draftSettings((draft) => {
    draft.set('OTEL_SDK_DISABLED', { value: model.disabled, at: 'disabled' });
    readLogLevel(model, draft);
    draft.setAll({ value: model.attribute_limits, at: 'attribute_limits' }, attributeLimits);
    readResource(model.resource, draft);
    readPropagators(model.propagator, draft);
    if (model.tracer_provider) readTracerProvider(model.tracer_provider, draft);
    if (model.meter_provider) draft.leaveOut('meter_provider', 'otel-xray sets up no metrics from a file');
    if (model.logger_provider) draft.leaveOut('logger_provider', 'otel-xray sets up no logs from a file');
    readInstrumentations(model['instrumentation/development'], draft);
    readDistribution(model.distribution, draft);
    for (const key of Object.keys(model)) {
      if (!known.has(key) && !key.startsWith('x-')) draft.leaveOut(key, 'otel-xray does not know it');
    }
  });
}

/** What stands at the top of a file; `x-` is where people keep what other places refer to. */
const known: ReadonlySet<string> = new Set<keyof FileModel>([
  'disabled',
  'log_level',
  'attribute_limits',
  'resource',
  'propagator',
  'tracer_provider',
  'meter_provider',
  'logger_provider',
  'instrumentation/development',
  'distribution',
]);

const attributeLimits = {
  attribute_value_length_limit: 'OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT',
  attribute_count_limit: 'OTEL_ATTRIBUTE_COUNT_LIMIT',
};

const levels: Readonly<Record<string, string>> = { trace: 'verbose', fatal: 'error' };

/** `debug3` and the like: OpenTelemetry's severities have four steps each. */
function readLogLevel({ log_level: severity }: FileModel, draft: SettingsDraft): void {
  const word = severity?.replace(/\d$/, '');
  draft.set('OTEL_LOG_LEVEL', { value: word && (levels[word] ?? word), at: 'log_level' });
}

function readResource(resource: FileModel['resource'], draft: SettingsDraft): void {
  const pairs = (resource?.attributes ?? []).flatMap(({ name, value }) =>
    value === null ? [] : [pairOf(name, Array.isArray(value) ? JSON.stringify(value) : String(value))],
  );
  // Of two with one name the last counts, and single attributes win over the list.
  const text = [resource?.attributes_list ?? '', ...pairs].filter((part) => part !== '').join(',');
  draft.set('OTEL_RESOURCE_ATTRIBUTES', { value: text || undefined, at: 'resource.attributes' });
  draft.setAll({ value: resource, at: 'resource' }, {}, ['attributes', 'attributes_list', 'detection/development']);
  const detection = { value: resource?.['detection/development'], at: 'resource.detection/development' };
  draft.setAll(detection, {}, ['detectors']);
  const detectors = detection.value?.detectors;
  const names = detectors?.flatMap((detector) => Object.keys(detector));
  draft.set('OTEL_NODE_RESOURCE_DETECTORS', {
    value: names?.map((name) => (name === 'service' ? 'serviceinstance' : name)).join(','),
    at: 'resource.detection/development.detectors',
  });
}

function readPropagators(propagator: FileModel['propagator'], draft: SettingsDraft): void {
  const names = (propagator?.composite ?? []).flatMap((entry) => Object.keys(entry));
  const text = [...names, propagator?.composite_list ?? ''].filter((part) => part !== '').join(',');
  draft.set('OTEL_PROPAGATORS', { value: text || undefined, at: 'propagator.composite' });
}

function readInstrumentations(instrumentation: FileModel['instrumentation/development'], draft: SettingsDraft): void {
  const disabled: string[] = [];
  draft.setAll({ value: instrumentation?.general, at: 'instrumentation/development.general' }, {});
  for (const [name, settings] of Object.entries(instrumentation?.js ?? {})) {
    if ((settings as { enabled?: unknown } | null)?.enabled === false) disabled.push(name);
    else
      draft.leaveOut(`instrumentation/development.js.${name}`, 'only "enabled: false" is known for instrumentations');
  }
  const at = 'instrumentation/development.js';
  draft.set('OTEL_NODE_DISABLED_INSTRUMENTATIONS', { value: disabled.join(',') || undefined, at });
}

/** `distribution.otel-xray.response_header` is OTEL_XRAY_RESPONSE_HEADER, and so on for each of them. */
function readDistribution(distribution: FileModel['distribution'], draft: SettingsDraft): void {
  const own = distribution?.['otel-xray'] ?? {};
  for (const [key, value] of Object.entries(own)) {
    const at = `distribution.otel-xray.${key}`;
    const text = Array.isArray(value) ? value.join(',') : (value as string | number | boolean | null);
    draft.set(`OTEL_XRAY_${key.toUpperCase()}`, { value: text, at });
  }
}

/** `name=value`, as variables hold pairs. */
function pairOf(name: string, value: string): string {
  return `${encodeURIComponent(name)}=${encodeURIComponent(value)}`;
}
