import type { Attributes, Link } from '@opentelemetry/api';
import type { TimedEvent } from '@opentelemetry/sdk-trace';
import { cleanValue, type IsSecretKey } from './clean-value.ts';
import type { DocumentParts } from './document-parts.ts';
import { isLeftOutOfSpans, type ReportLeftOut } from './metadata-policy.ts';
import { redactMetadata } from './redact-metadata.ts';
import { REDACTED, redactText } from './redact-text.ts';
import { sanitizeSql } from './sanitize-sql.ts';
import { isSecretHeader } from './secret-keys.ts';
import type { CleanAttribute, SpanDraft } from './span-draft.ts';
import { hasSqlLiterals } from './sql-systems.ts';

/** What cleaning depends on. */
export interface CleanSettings {
  readonly mode: 'full' | 'additive' | 'off';
  readonly isSecretKey: IsSecretKey | undefined;
  readonly reportLeftOut: ReportLeftOut;
}

/** What is done with the value of an attribute, by its key. */
type Treatment = 'leave out' | 'redact' | 'sql' | 'json' | 'clean';

/** Keys come from code, so there are few; whoever makes them up from data must not fill the memory. */
const MAX_KNOWN_KEYS = 5000;
const SQL_KEYS: ReadonlySet<string> = new Set(['db.statement', 'db.query.text']);
/**
 * Makes the last step of every draft: what the list leaves out goes, secrets become `REDACTED`, literals `?`, and
 * numbers that are none text. In the modes other than `full` only secrets and such numbers.
 */
export function createSpanCleaner(settings: CleanSettings): (draft: SpanDraft) => DocumentParts {
  const treat = createTreatments(settings);
  const cleanEventAttribute: CleanAttribute = (key, value) => applyTreatment(treat(key, false), value, settings, '');
  return (draft) => {
    const { isInstrumented, recorded } = draft;
    const isPoliced = isInstrumented && settings.mode === 'full';
    const system = textOf(recorded.attributes['db.system.name'] ?? recorded.attributes['db.system']);
    const annotated = draft.get('aws.xray.annotations');
    const attributes = draft.toAttributes((key, value) => {
      const treatment = treat(key, isPoliced);
      if (treatment !== 'leave out') return applyTreatment(treatment, value, settings, system);
      if (Array.isArray(annotated) && annotated.includes(key)) return cleanValue(value, settings.isSecretKey);
      settings.reportLeftOut(key, `"${recorded.instrumentationScope.name}"`);
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

/** One look-up for each attribute of each span, so what is known of a key is kept. */
function createTreatments({ isSecretKey }: CleanSettings): (key: string, isPoliced: boolean) => Treatment {
  const policed = new Map<string, Treatment>();
  const others = new Map<string, Treatment>();
  return (key, isPoliced) => {
    const known = isPoliced ? policed : others;
    const treatment = known.get(key);
    if (treatment !== undefined) return treatment;
    const decided = isPoliced && isLeftOutOfSpans(key) ? 'leave out' : treatmentOf(key, isSecretKey);
    if (known.size < MAX_KNOWN_KEYS) known.set(key, decided);
    return decided;
  };
}

function treatmentOf(key: string, isSecretKey: IsSecretKey | undefined): Treatment {
  if (isSecretHeader(key) || isSecretKey?.(key) === true) return 'redact';
  if (SQL_KEYS.has(key)) return 'sql';
  return isSecretKey !== undefined && key.startsWith('aws.xray.metadata.') ? 'json' : 'clean';
}

function applyTreatment(treatment: Treatment, value: unknown, { isSecretKey }: CleanSettings, system: string): unknown {
  switch (treatment) {
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
  return cleaned.every(([, value], index) => value === entries[index]?.[1]) ? attributes : Object.fromEntries(cleaned);
}

/** JavaScript lets applications set a name or a message that is none; the serialiser would throw. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
