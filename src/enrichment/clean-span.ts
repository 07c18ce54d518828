import { type Attributes, type Link, SpanKind } from '@opentelemetry/api';
import type { TimedEvent } from '@opentelemetry/sdk-trace';
import { annotationKeys } from './annotation-keys.ts';
import type { SpanSort } from './attribute-row.ts';
import { cleanValue, type IsSecretKey } from './clean-value.ts';
import type { DocumentParts } from './document-parts.ts';
import { type ReportLeftOut, verdictOn } from './metadata-policy.ts';
import { redactMetadata } from './redact-metadata.ts';
import { REDACTED, redactText } from './redact-text.ts';
import { sanitizeSql } from './sanitize-sql.ts';
import { isSecretHeader } from './secret-keys.ts';
import type { CleanAttribute, SpanDraft } from './span-draft.ts';
import { hasSqlLiterals, sqlSystemOf } from './sql-systems.ts';

/** What cleaning depends on. */
export interface CleanSettings {
  readonly mode: 'full' | 'additive' | 'off';
  /** Whether the text of queries is sent at all. */
  readonly sqlQueries: boolean;
  readonly isSecretKey: IsSecretKey | undefined;
  readonly reportLeftOut: ReportLeftOut;
}

/** What is done with an attribute, by its key and the sort of its span. */
type Treatment = 'goes on' | 'kept back' | 'left out' | 'said otherwise' | 'redact' | 'sql' | 'json' | 'plain';

/** Keys come from code, so there are few; whoever makes them up from data must not fill the memory. */
const MAX_KNOWN_KEYS = 2000;
const SQL_KEYS: ReadonlySet<string> = new Set(['db.statement', 'db.query.text']);
/** What instrumentations take from code, addresses and AWS: these texts are not searched for secrets. */
const HARMLESS: ReadonlySet<string> = new Set([
  'aws.region',
  'aws.request.id',
  'aws.request_id',
  'client.address',
  'cloud.region',
  'db.operation.name',
  'db.system',
  'db.system.name',
  'http.request.method',
  'http.request.method_original',
  'network.peer.address',
  'network.protocol.version',
  'rpc.method',
  'rpc.service',
  'rpc.system',
  'server.address',
  'url.scheme',
]);
/** The flags of the document say what the application marked. */
const MARK = /^aws\.xray\.(?:error|fault|throttle)$/;

/**
 * Makes the last step of every draft: what the list leaves out goes, secrets become `REDACTED`, literals `?`, and
 * numbers that are none text. In the modes other than `full` only secrets and such numbers.
 */
export function createSpanCleaner(settings: CleanSettings): (draft: SpanDraft) => DocumentParts {
  const { isSecretKey, reportLeftOut } = settings;
  const treatmentsOf = createTreatments(settings);
  const cleanEventAttribute: CleanAttribute = (key, value) =>
    applyTreatment(treatmentsOf('application')(key), value, isSecretKey, '');
  return (draft) => {
    const { isInstrumented, recorded } = draft;
    const system = textOf(recorded.attributes['db.system.name'] ?? recorded.attributes['db.system']);
    const treat = treatmentsOf(isInstrumented ? sortOf(draft, system) : 'application');
    const annotations = annotationKeys(draft.get('aws.xray.annotations'));
    const attributes = draft.toAttributes((key, value) => {
      const treatment = treat(key);
      if (treatment !== 'left out' && treatment !== 'said otherwise') {
        return applyTreatment(treatment, value, isSecretKey, system);
      }
      if (annotations.has(key)) return cleanValue(value, isSecretKey);
      if (treatment === 'left out') reportLeftOut(key, recorded.instrumentationScope.name);
      return undefined;
    });
    return {
      name: redactText(textOf(draft.name)),
      statusMessage: redactText(textOf(draft.status.message)),
      attributes,
      events: cleanAll(draft.events, cleanEventAttribute),
      links: cleanAll(draft.links, cleanEventAttribute),
    };
  };
}

function sortOf(draft: SpanDraft, system: string): SpanSort {
  if (draft.isAwsCall) return 'aws';
  if (draft.kind === SpanKind.SERVER) return 'server';
  return draft.kind === SpanKind.CLIENT && sqlSystemOf(system) !== undefined ? 'sql' : 'other';
}

/** One look-up for each attribute of each span: what is known of a key on a sort of span is kept. */
function createTreatments(settings: CleanSettings): (sort: SpanSort | 'application') => (key: string) => Treatment {
  const create = (sort: SpanSort | 'application'): ((key: string) => Treatment) => {
    const known = new Map<string, Treatment>();
    return (key) => {
      const treatment = known.get(key);
      if (treatment !== undefined) return treatment;
      const decided = decideTreatment(key, sort, settings);
      if (known.size < MAX_KNOWN_KEYS) known.set(key, decided);
      return decided;
    };
  };
  const bySort = {
    aws: create('aws'),
    sql: create('sql'),
    server: create('server'),
    other: create('other'),
    application: create('application'),
  };
  return (sort) => bySort[sort];
}

function decideTreatment(
  key: string,
  sort: SpanSort | 'application',
  { mode, sqlQueries, isSecretKey }: CleanSettings,
): Treatment {
  if (!sqlQueries && SQL_KEYS.has(key)) return 'kept back';
  if (mode === 'full' && MARK.test(key)) return 'said otherwise';
  const verdict = mode === 'full' && sort !== 'application' ? verdictOn(key, sort) : 'goes on';
  if (verdict !== 'goes on') return verdict;
  if (isSecretHeader(key) || isSecretKey?.(key) === true) return 'redact';
  if (SQL_KEYS.has(key)) return 'sql';
  if (isSecretKey !== undefined && key.startsWith('aws.xray.metadata.')) return 'json';
  return sort !== 'application' && HARMLESS.has(key) ? 'plain' : 'goes on';
}

function applyTreatment(
  treatment: Treatment,
  value: unknown,
  isSecretKey: IsSecretKey | undefined,
  system: string,
): unknown {
  switch (treatment) {
    case 'kept back':
      return undefined;
    case 'plain':
      return typeof value === 'string' ? value : cleanValue(value, isSecretKey);
    case 'redact':
      return Array.isArray(value) ? [REDACTED] : REDACTED;
    case 'sql':
      return typeof value === 'string' && hasSqlLiterals(system)
        ? redactText(sanitizeSql(value, system))
        : cleanValue(value, isSecretKey);
    case 'json':
      return redactMetadata(value, isSecretKey);
    default:
      return cleanValue(value, isSecretKey);
  }
}

/** Events or links, each with clean attributes; the list itself where all are clean already. */
function cleanAll<Item extends TimedEvent | Link>(items: readonly Item[], clean: CleanAttribute): readonly Item[] {
  if (items.length === 0) return items;
  const cleaned = items.map((item) => {
    const attributes = item.attributes === undefined ? undefined : cleanAttributes(item.attributes, clean);
    return attributes === item.attributes ? item : { ...item, attributes };
  });
  return cleaned.every((item, index) => item === items[index]) ? items : cleaned;
}

function cleanAttributes(attributes: Attributes, clean: CleanAttribute): Attributes {
  const entries = Object.entries(attributes);
  const cleaned = entries.map(([key, value]) => [key, clean(key, value)] as const);
  return cleaned.every(([, value], index) => value === entries[index]?.[1])
    ? attributes
    : Object.fromEntries(cleaned.filter(([, value]) => value !== undefined));
}

/** JavaScript lets applications set a name or a message that is none; the serialiser would throw. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
