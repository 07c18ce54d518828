import { type Attributes, type Link, SpanKind } from '@opentelemetry/api';
import type { TimedEvent } from '@opentelemetry/sdk-trace';
import { annotationKeys } from './annotation-keys.ts';
import type { SpanSort } from './attribute-row.ts';
import { cleanValue, type IsSecretKey } from './clean-value.ts';
import { type DocumentParts, timesShown, unitsOf } from './document-parts.ts';
import { countUnits } from './document-size.ts';
import { type ReportLeftOut, verdictOn } from './metadata-policy.ts';
import { redactMetadata } from './redact-metadata.ts';
import { REDACTED, redactText } from './redact-text.ts';
import { sanitizeSql } from './sanitize-sql.ts';
import { isSecretHeader } from './secret-keys.ts';
import type { SpanDraft } from './span-draft.ts';
import { hasSqlLiterals, sqlSystemOf } from './sql-systems.ts';

/** What cleaning depends on. */
export interface CleanSettings {
  readonly mode: 'full' | 'additive' | 'off';
  /** Whether the text of queries is sent at all. */
  readonly sqlQueries: boolean;
  readonly isSecretKey: IsSecretKey | undefined;
  readonly reportLeftOut: ReportLeftOut;
}

/** What a clean-up makes of one attribute; undefined leaves it behind. */
type CleanAttribute = (key: string, value: unknown) => unknown;

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
  const factsOf = createKnownKeys(settings);
  const cleanEventAttribute: CleanAttribute = (key, value) =>
    applyTreatment(factsOf('application')(key).treatment, value, isSecretKey, '');
  return (draft) => {
    const { isInstrumented, recorded, keys, values } = draft;
    const system = textOf(recorded.attributes['db.system.name'] ?? recorded.attributes['db.system']);
    const factsOfKey = factsOf(isInstrumented ? sortOf(draft, system) : 'application');
    const annotations = annotationKeys(draft.get('aws.xray.annotations'));
    const attributes: Attributes = {};
    const events = cleanAll(draft.events, cleanEventAttribute);
    const links = cleanAll(draft.links, cleanEventAttribute);
    const name = redactText(textOf(draft.name));
    const statusMessage = redactText(textOf(draft.status.message));
    let units = name.length + statusMessage.length + unitsOf(events, links);
    for (let index = 0; index < keys.length; index += 1) {
      const key = keys[index] ?? '';
      const value = values[index];
      if (value === undefined) continue;
      const { treatment, timesShown } = factsOfKey(key);
      const isLeftOut = treatment === 'left out' || treatment === 'said otherwise';
      if (isLeftOut && !annotations.has(key)) {
        if (treatment === 'left out') reportLeftOut(key, recorded.instrumentationScope.name);
        continue;
      }
      const cleaned = isLeftOut
        ? cleanValue(value, isSecretKey)
        : applyTreatment(treatment, value, isSecretKey, system);
      if (cleaned === undefined) continue;
      attributes[key] = cleaned;
      units += (key.length + countUnits(cleaned)) * timesShown;
    }
    return { name, statusMessage, attributes, events, links, units };
  };
}

function sortOf(draft: SpanDraft, system: string): SpanSort {
  if (draft.isAwsCall) return 'aws';
  if (draft.kind === SpanKind.SERVER) return 'server';
  return draft.kind === SpanKind.CLIENT && sqlSystemOf(system) !== undefined ? 'sql' : 'other';
}

interface KeyFacts {
  readonly treatment: Treatment;
  /** In how many places of the document its value stands. */
  readonly timesShown: number;
}

/** One look-up for each attribute of each span: what is known of a key on a sort of span is kept. */
function createKnownKeys(settings: CleanSettings): (sort: SpanSort | 'application') => (key: string) => KeyFacts {
  const create = (sort: SpanSort | 'application'): ((key: string) => KeyFacts) => {
    const known = new Map<string, KeyFacts>();
    return (key) => {
      const facts = known.get(key);
      if (facts !== undefined) return facts;
      const decided = { treatment: decideTreatment(key, sort, settings), timesShown: timesShown(key) };
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
  let cleaned: Item[] | undefined;
  for (const [index, item] of items.entries()) {
    const attributes = item.attributes === undefined ? undefined : cleanAttributes(item.attributes, clean);
    if (attributes === item.attributes) continue;
    cleaned ??= items.slice();
    cleaned[index] = { ...item, attributes };
  }
  return cleaned ?? items;
}

function cleanAttributes(attributes: Attributes, clean: CleanAttribute): Attributes {
  const keys = Object.keys(attributes);
  if (keys.every((key) => clean(key, attributes[key]) === attributes[key])) return attributes;
  const cleaned = keys.map((key) => [key, clean(key, attributes[key])] as const);
  return Object.fromEntries(cleaned.filter(([, value]) => value !== undefined));
}

/** JavaScript lets applications set a name or a message that is none; the serialiser would throw. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
