import { type CheckedOptions, checkOptions } from './check-options.ts';
import type {
  BatchConfig,
  Config,
  EnrichmentConfig,
  InstrumentationConfig,
  LogLevel,
  PropagationConfig,
  ResourceConfig,
  SpanLimitsConfig,
} from './config.ts';
import { deepFreeze } from './deep-freeze.ts';
import { allDetectors } from './parse-detectors.ts';
import { readExporter } from './read-exporter.ts';
import { readSampling } from './read-sampling.ts';
import { createVariableReader, type Problem, type VariableReader } from './read-variable.ts';
import type { StartOptions } from './start-options.ts';
import { enrichmentVariables } from './variables-enrichment.ts';
import { generalVariables } from './variables-general.ts';
import { instrumentationVariables } from './variables-instrumentation.ts';
import { batchVariables, limitVariables } from './variables-limits.ts';
import { propagationVariables } from './variables-propagation.ts';
import { resourceVariables } from './variables-resource.ts';

export type { Problem } from './read-variable.ts';

/**
 * Makes the configuration out of code options and a snapshot of the environment: options over environment over
 * default. Whatever the environment holds, the result is complete and deeply frozen; what is wrong with it comes
 * back as problems, one for each cause.
 *
 * @throws TypeError with one sentence where `options` are wrong, since code can be corrected where it stands
 */
export function readConfig(
  environment: Readonly<Record<string, string | undefined>>,
  options?: StartOptions,
): { readonly config: Config; readonly problems: readonly Problem[] } {
  const checked = checkOptions(options);
  const reader = createVariableReader(environment);
  const configFile = reader.read(generalVariables.configFile);
  const config: Config = {
    ...(configFile === undefined ? {} : { configFile }),
    enabled: readEnabled(reader),
    logLevel: checked.logLevel ?? readLogLevel(reader),
    logFormat: checked.logFormat ?? reader.read(generalVariables.logFormat) ?? 'text',
    resource: readResource(checked, reader),
    propagation: readPropagation(checked.propagation, reader),
    sampling: readSampling(checked.sampling, reader, isLambda(environment)),
    exporter: readExporter(checked.exporter, reader),
    batch: readBatch(reader),
    spanLimits: readSpanLimits(reader),
    instrumentation: readInstrumentation(checked.instrumentation, reader),
    enrichment: readEnrichment(checked.enrichment, reader),
    contextMissing: checked.contextMissing ?? reader.read(generalVariables.contextMissing) ?? 'LOG_ERROR',
    shutdownTimeoutMillis: checked.shutdownTimeoutMillis ?? reader.read(generalVariables.shutdownTimeout) ?? 3000,
    exitFlush: checked.exitFlush ?? reader.read(generalVariables.exitFlush) ?? true,
    metrics: (reader.read(generalVariables.metricsExporter) ?? []).length > 0,
    logs: (reader.read(generalVariables.logsExporter) ?? []).length > 0,
  };
  return deepFreeze({ config, problems: [...reader.problems] });
}

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime */
function isLambda(environment: Readonly<Record<string, string | undefined>>): boolean {
  return (environment['AWS_LAMBDA_FUNCTION_NAME'] ?? '') !== '';
}

function readEnabled(reader: VariableReader): boolean {
  const switches = [generalVariables.sdkDisabled, generalVariables.xraySdkDisabled];
  // Both are read before either decides, so that a mistake in the second is reported too.
  return !switches.map((row) => reader.read(row) ?? false).includes(true);
}

function readLogLevel(reader: VariableReader): LogLevel {
  const level = reader.read(generalVariables.logLevel);
  if (level !== undefined) {
    return level;
  }
  const isDebugMode = reader.read(generalVariables.xrayDebugMode) ?? false;
  return isDebugMode ? 'debug' : (reader.read(generalVariables.xrayLogLevel) ?? 'info');
}

function readResource(options: CheckedOptions, reader: VariableReader): ResourceConfig {
  const fromVariables = reader.read(resourceVariables.attributes) ?? {};
  const { 'service.name': optionName, ...fromOptions } = options.resourceAttributes;
  const { 'service.name': variableName, ...rest } = fromVariables;
  const serviceName =
    options.serviceName ??
    emptyToUndefined(optionName) ??
    reader.read(resourceVariables.serviceName) ??
    emptyToUndefined(variableName) ??
    reader.read(resourceVariables.tracingName);
  return {
    ...(serviceName === undefined ? {} : { serviceName }),
    attributes: { ...rest, ...fromOptions },
    detectors: reader.read(resourceVariables.detectors) ?? allDetectors,
  };
}

function emptyToUndefined(text: string | undefined): string | undefined {
  return text === undefined || text.trim() === '' ? undefined : text;
}

function readPropagation(options: CheckedOptions['propagation'], reader: VariableReader): PropagationConfig {
  const propagators = options.propagators ?? reader.read(propagationVariables.propagators);
  const propagateTo = options.propagateTo ?? reader.read(propagationVariables.propagateTo);
  return {
    ...(propagators === undefined ? {} : { propagators }),
    ...(propagateTo === undefined ? {} : { propagateTo }),
    responseHeader: options.responseHeader ?? reader.read(propagationVariables.responseHeader) ?? 'always',
    trustIncoming: options.trustIncoming ?? reader.read(propagationVariables.trustIncoming) ?? 'all',
  };
}

function readBatch(reader: VariableReader): BatchConfig {
  const maxQueueSize = reader.read(batchVariables.maxQueueSize) ?? 2048;
  const asked = reader.read(batchVariables.maxExportBatchSize);
  if (asked !== undefined && asked > maxQueueSize) {
    const { name } = batchVariables.maxExportBatchSize;
    reader.report(
      'warn',
      `"${name}" is ${String(asked)}; expected at most "${batchVariables.maxQueueSize.name}". Using ${String(maxQueueSize)}.`,
    );
  }
  return {
    maxQueueSize,
    maxExportBatchSize: Math.min(asked ?? 512, maxQueueSize),
    scheduledDelayMillis: reader.read(batchVariables.scheduleDelay) ?? 5000,
    exportTimeoutMillis: reader.read(batchVariables.exportTimeout) ?? 30_000,
  };
}

function readSpanLimits(reader: VariableReader): SpanLimitsConfig {
  const { spanAttributeCount, attributeCount, spanAttributeValueLength, attributeValueLength } = limitVariables;
  return {
    attributeCountLimit: reader.read(spanAttributeCount) ?? reader.read(attributeCount) ?? 128,
    attributeValueLengthLimit: reader.read(spanAttributeValueLength) ?? reader.read(attributeValueLength) ?? Infinity,
    eventCountLimit: reader.read(limitVariables.eventCount) ?? 128,
    linkCountLimit: reader.read(limitVariables.linkCount) ?? 128,
    attributePerEventCountLimit: reader.read(limitVariables.eventAttributeCount) ?? 128,
    attributePerLinkCountLimit: reader.read(limitVariables.linkAttributeCount) ?? 128,
  };
}

function readInstrumentation(
  options: CheckedOptions['instrumentation'],
  reader: VariableReader,
): InstrumentationConfig {
  const enabled = options.enabled ?? reader.read(instrumentationVariables.enabled);
  return {
    ...(enabled === undefined ? {} : { enabled }),
    disabled: options.disabled ?? reader.read(instrumentationVariables.disabled) ?? [],
    frameworkSpans: options.frameworkSpans ?? reader.read(instrumentationVariables.frameworkSpans) ?? false,
    http: options.http ?? reader.read(instrumentationVariables.http) ?? 'own',
  };
}

function readEnrichment(options: CheckedOptions['enrichment'], reader: VariableReader): EnrichmentConfig {
  return {
    mode: options.mode ?? reader.read(enrichmentVariables.mode) ?? 'full',
    redact: options.redact ?? reader.read(enrichmentVariables.redact) ?? [],
    segmentNameHosts: options.segmentNameHosts ?? reader.read(enrichmentVariables.segmentNameHosts) ?? [],
    sqlQueries: options.sqlQueries ?? reader.read(enrichmentVariables.sqlQueries) ?? true,
  };
}
