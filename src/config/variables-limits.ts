import { parseWholeNumber } from './parse-number.ts';
import { type ConfigPath, type Variable, variable } from './variable.ts';

const MAX_INT = 2_147_483_647;

/** The queue between ended spans and the exporter. */
export const batchVariables = {
  maxQueueSize: variable({
    name: 'OTEL_BSP_MAX_QUEUE_SIZE',
    path: 'batch.maxQueueSize',
    default: '2048',
    allowed: 'a whole number from 1 to 1000000',
    description: 'How many ended spans may wait; more are dropped and counted.',
    origin: 'OpenTelemetry',
    parse: parseWholeNumber(1, 1_000_000),
  }),
  maxExportBatchSize: variable({
    name: 'OTEL_BSP_MAX_EXPORT_BATCH_SIZE',
    path: 'batch.maxExportBatchSize',
    default: '512',
    allowed: 'a whole number from 1 to 1000000',
    description: 'How many spans are sent at once, at most OTEL_BSP_MAX_QUEUE_SIZE.',
    origin: 'OpenTelemetry',
    parse: parseWholeNumber(1, 1_000_000),
  }),
  scheduleDelay: variable({
    name: 'OTEL_BSP_SCHEDULE_DELAY',
    path: 'batch.scheduledDelayMillis',
    default: '5000',
    allowed: 'milliseconds from 1 to 3600000',
    description: 'The longest time that an ended span waits for others.',
    origin: 'OpenTelemetry',
    parse: parseWholeNumber(1, 3_600_000),
  }),
  exportTimeout: variable({
    name: 'OTEL_BSP_EXPORT_TIMEOUT',
    path: 'batch.exportTimeoutMillis',
    default: '30000',
    allowed: 'milliseconds from 1 to 3600000',
    description: 'The longest time that one batch may take to be sent.',
    origin: 'OpenTelemetry',
    parse: parseWholeNumber(1, 3_600_000),
  }),
} as const;

/** How much one span holds. */
export const limitVariables = {
  spanAttributeCount: limit(
    'OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT',
    'spanLimits.attributeCountLimit',
    'OTEL_ATTRIBUTE_COUNT_LIMIT, or 128',
    'How many attributes a span keeps.',
  ),
  attributeCount: limit(
    'OTEL_ATTRIBUTE_COUNT_LIMIT',
    'spanLimits.attributeCountLimit',
    '128',
    'The same, where OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT is unset.',
  ),
  spanAttributeValueLength: limit(
    'OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT',
    'spanLimits.attributeValueLengthLimit',
    'OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT, or no limit',
    'How many characters of a text attribute are kept.',
  ),
  attributeValueLength: limit(
    'OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT',
    'spanLimits.attributeValueLengthLimit',
    'no limit',
    'The same, where OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT is unset.',
  ),
  eventCount: limit(
    'OTEL_SPAN_EVENT_COUNT_LIMIT',
    'spanLimits.eventCountLimit',
    '128',
    'How many events, recorded exceptions among them, a span keeps.',
  ),
  linkCount: limit(
    'OTEL_SPAN_LINK_COUNT_LIMIT',
    'spanLimits.linkCountLimit',
    '128',
    'How many links to other traces a span keeps.',
  ),
  eventAttributeCount: limit(
    'OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT',
    'spanLimits.attributePerEventCountLimit',
    '128',
    'How many attributes one event of a span keeps.',
  ),
  linkAttributeCount: limit(
    'OTEL_LINK_ATTRIBUTE_COUNT_LIMIT',
    'spanLimits.attributePerLinkCountLimit',
    '128',
    'How many attributes one link of a span keeps.',
  ),
} as const;

function limit(name: string, path: ConfigPath, defaultWords: string, description: string): Variable<number> {
  return variable({
    name,
    path,
    default: defaultWords,
    allowed: `a whole number from 0 to ${String(MAX_INT)}`,
    description,
    origin: 'OpenTelemetry',
    parse: parseWholeNumber(0, MAX_INT),
  });
}
