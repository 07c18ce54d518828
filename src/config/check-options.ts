import {
  checkBoolean,
  checkKeys,
  checkList,
  checkNumber,
  checkRecord,
  checkText,
  describeValue,
  type Option,
  wrongOption,
} from './check-option.ts';
import { checkSampling, SAMPLING_OPTION_NAMES } from './check-sampling.ts';
import { isHeader } from './parse-headers.ts';
import { isResourceAttribute } from './parse-resource-attributes.ts';
import type { StartOptions } from './start-options.ts';
import { otlpVariables } from './variables-exporter.ts';
import { enrichmentVariables } from './variables-enrichment.ts';
import { generalVariables } from './variables-general.ts';
import { instrumentationVariables } from './variables-instrumentation.ts';
import { propagationVariables } from './variables-propagation.ts';
import { resourceVariables } from './variables-resource.ts';

/** Code options after checking: every part is there, every value is the parsed one or undefined. */
export type CheckedOptions = ReturnType<typeof checkOptions>;

/**
 * Checks what the application gave to `start()`, by the same parsers as the variables of the same meaning.
 *
 * @throws TypeError with one sentence for the first wrong or unknown option
 */
export function checkOptions(options: unknown) {
  const top = checkKeys({ name: 'options', value: options }, OPTION_NAMES);
  const at = (name: keyof StartOptions): Option => ({ name, value: top[name] });
  checkParts(at('instrumentations'), 'instrumentations', isInstrumentation, 1);
  checkParts(at('spanProcessors'), 'span processors', isSpanProcessor, 0);
  return {
    serviceName: checkText(at('serviceName'), resourceVariables.serviceName),
    resourceAttributes: checkRecord(at('resourceAttributes'), isResourceAttribute, 'texts of at most 4096 characters'),
    exporter: checkExporter(at('exporter')),
    propagation: checkPropagation(at('propagation')),
    sampling: checkSampling(member(at('sampling'), SAMPLING_OPTION_NAMES)),
    instrumentation: checkInstrumentation(at('instrumentation')),
    enrichment: checkEnrichment(at('enrichment')),
    contextMissing: checkText(at('contextMissing'), generalVariables.contextMissing),
    logLevel: checkText(at('logLevel'), generalVariables.logLevel),
    logFormat: checkText(at('logFormat'), generalVariables.logFormat),
    shutdownTimeoutMillis: checkNumber(at('shutdownTimeoutMillis'), generalVariables.shutdownTimeout),
    exitFlush: checkBoolean(at('exitFlush')),
  };
}

const OPTION_NAMES = [
  'serviceName',
  'resourceAttributes',
  'exporter',
  'propagation',
  'sampling',
  'instrumentation',
  'enrichment',
  'contextMissing',
  'logLevel',
  'logFormat',
  'shutdownTimeoutMillis',
  'exitFlush',
  'instrumentations',
  'spanProcessors',
] as const satisfies readonly (keyof StartOptions)[];

function checkExporter(option: Option) {
  const at = member(option, ['protocol', 'endpoint', 'headers', 'compression', 'timeoutMillis']);
  const headers = checkRecord(at('headers'), isHeader, 'printable header names and values');
  return {
    protocol: checkText(at('protocol'), otlpVariables.protocol.traces),
    endpoint: checkText(at('endpoint'), otlpVariables.endpoint.traces),
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
    compression: checkText(at('compression'), otlpVariables.compression.traces),
    timeoutMillis: checkNumber(at('timeoutMillis'), otlpVariables.timeout.traces),
  };
}

function checkPropagation(option: Option) {
  const at = member(option, ['propagators', 'responseHeader', 'trustIncoming', 'propagateTo']);
  return {
    propagators: checkList(at('propagators'), propagationVariables.propagators),
    responseHeader: checkText(at('responseHeader'), propagationVariables.responseHeader),
    trustIncoming: checkText(at('trustIncoming'), propagationVariables.trustIncoming),
    propagateTo: checkList(at('propagateTo'), propagationVariables.propagateTo),
  };
}

function checkInstrumentation(option: Option) {
  const at = member(option, ['enabled', 'disabled', 'frameworkSpans', 'http']);
  return {
    enabled: checkList(at('enabled'), instrumentationVariables.enabled),
    disabled: checkList(at('disabled'), instrumentationVariables.disabled),
    frameworkSpans: checkBoolean(at('frameworkSpans')),
    http: checkText(at('http'), instrumentationVariables.http),
  };
}

function checkEnrichment(option: Option) {
  const at = member(option, ['mode', 'redact', 'segmentNameHosts', 'sqlQueries']);
  return {
    mode: checkText(at('mode'), enrichmentVariables.mode),
    redact: checkList(at('redact'), enrichmentVariables.redact),
    segmentNameHosts: checkList(at('segmentNameHosts'), enrichmentVariables.segmentNameHosts),
    sqlQueries: checkBoolean(at('sqlQueries')),
  };
}

function member<const Name extends string>(option: Option, names: readonly Name[]) {
  const values = checkKeys(option, names);
  return (name: Name): Option => ({ name: `${option.name}.${name}`, value: values[name] });
}

// Live objects of the application: looked at, never copied or frozen.
function checkParts({ name, value }: Option, what: string, isPart: (part: object) => boolean, depth: 0 | 1): void {
  if (value === undefined) {
    return;
  }
  if (!Array.isArray(value)) {
    throw wrongOption(name, describeValue(value), `an array of ${what}`);
  }
  for (const part of value.flat(depth) as readonly unknown[]) {
    if (typeof part !== 'object' || part === null || !isPart(part)) {
      throw wrongOption(name, `an array with ${describeValue(part)}`, `an array of ${what}`);
    }
  }
}

function isInstrumentation(part: object): boolean {
  return 'instrumentationName' in part && hasMethods(part, ['enable', 'disable']);
}

function isSpanProcessor(part: object): boolean {
  return hasMethods(part, ['onStart', 'onEnd', 'forceFlush', 'shutdown']);
}

function hasMethods(part: object, names: readonly string[]): boolean {
  return names.every((name) => typeof Reflect.get(part, name) === 'function');
}
