import { redactText } from '../../enrichment/redact-text.ts';
import { isSecretHeader } from '../../enrichment/secret-keys.ts';
import { MAX_ANNOTATIONS, MAX_DOCUMENT_BYTES } from '../../xray/limits.ts';
import type { SegmentDocument } from '../../xray/segment-document.ts';
import type { LintFinding, LintRule } from '../api/console-api.ts';
import type { TraceRecord } from '../trace-record.ts';
import { timesOf } from './document-times.ts';
import { stringifyExactJson } from './json-text.ts';
import { listNodes } from './summarize-trace.ts';
import { buildTraceTree, isOrphan, type TraceNode } from './trace-tree.ts';

/** Documents from this share of X-Ray's limit on are near it. */
const NEAR_LIMIT = 0.75;

/** How long work may be in progress before it has probably been forgotten, in seconds. */
const UNFINISHED_SECONDS = 300;

/** https://docs.aws.amazon.com/xray/latest/devguide/xray-api-segmentdocuments.html#api-segmentdocuments-fields */
const LEGAL_NAME = /^[\p{L}\p{N}\p{Z}_.:/%&#=+\\\-@]{1,200}$/u;
const LEGAL_ANNOTATION_KEY = /^[\w.]{1,500}$/;

/** Names of fields whose values are secrets, whatever they look like. */
const SECRET_KEY = /(?:^|[._-])(?:password|passwd|secret|api[_-]?key|access[_-]?key|authorization|cookie|token)$/i;

/** What a trace is like. */
export interface TraceLint {
  readonly findings: readonly LintFinding[];
  /** Whether something of it has not ended, so that time alone may bring findings. */
  readonly isOpen: boolean;
}

/** What X-Ray would refuse, cut or show badly in a trace. `now` is in seconds since 1970. */
export function lintTrace({ traceId, documents }: TraceRecord, now: number): TraceLint {
  const nodes = listNodes(buildTraceTree(documents));
  const found = nodes.flatMap((node) => lintNode(node, now));
  const annotations = new Set(nodes.flatMap(({ document }) => Object.keys(document.annotations ?? {})));
  if (annotations.size > MAX_ANNOTATIONS) {
    const message = `The trace has ${annotations.size} annotations; X-Ray indexes ${MAX_ANNOTATIONS}.`;
    found.push({ rule: 'too-many-annotations', severity: 'warning', message });
  }
  const sizes = documents.flatMap(lintSize);
  return {
    findings: [...sizes, ...found].map((finding) => ({ ...finding, traceId })),
    isOpen: nodes.some(({ document }) => timesOf(document).end === undefined),
  };
}

function lintSize(document: SegmentDocument): readonly LintFinding[] {
  const bytes = Buffer.byteLength(stringifyExactJson(document));
  if (bytes < MAX_DOCUMENT_BYTES * NEAR_LIMIT) return [];
  const [rule, severity, fate] =
    bytes > MAX_DOCUMENT_BYTES
      ? (['document-too-large', 'error', 'it is refused'] as const)
      : (['document-near-limit', 'warning', 'it still fits'] as const);
  const message = `The document has ${bytes} bytes of the ${MAX_DOCUMENT_BYTES} that X-Ray takes; ${fate}.`;
  return [{ rule, severity, ...placeOf(document), message }];
}

function lintNode(node: TraceNode, now: number): readonly LintFinding[] {
  const { document } = node;
  const findings: LintFinding[] = [];
  const add = (rule: LintRule, severity: LintFinding['severity'], message: string): void => {
    findings.push({ rule, severity, ...placeOf(document), message });
  };
  if (!LEGAL_NAME.test(document.name ?? '')) {
    add('name', 'error', 'The name is empty, longer than 200 characters or has characters that X-Ray does not allow.');
  }
  for (const key of Object.keys(document.annotations ?? {})) {
    if (LEGAL_ANNOTATION_KEY.test(key)) continue;
    add(
      'annotation-key',
      'error',
      `The annotation ${JSON.stringify(key.slice(0, 60))} has a key that X-Ray does not allow.`,
    );
  }
  if (isOrphan(node)) {
    const [rule, what] = node.isSegment
      ? (['unlinked-trace', 'segment'] as const)
      : (['missing-parent', 'subsegment'] as const);
    add(rule, 'warning', `The parent of this ${what} was not received; X-Ray shows it without its caller.`);
  }
  const { start, end } = timesOf(document);
  if (end === undefined && now - start > UNFINISHED_SECONDS) {
    add('unfinished', 'warning', `It has been in progress for ${Math.round((now - start) / 60)} minutes.`);
  }
  for (const place of findSecrets(document)) {
    add('secret', 'error', `The value at ${place} looks like a secret.`);
  }
  return findings;
}

function placeOf({ id, name }: SegmentDocument): Partial<LintFinding> {
  return { ...(id !== null && { documentId: id }), ...(name !== null && { name: name.slice(0, 200) }) };
}

/** Where secrets are, as paths; at most three, for the message says enough then. */
function findSecrets({ subsegments: _subsegments, ...document }: SegmentDocument): readonly string[] {
  const found: string[] = [];
  const waiting: { readonly value: unknown; readonly path: string; readonly key: string }[] = [
    { value: document, path: '', key: '' },
  ];
  for (let item = waiting.pop(); item !== undefined && found.length < 3; item = waiting.pop()) {
    const { value, path, key } = item;
    if (typeof value === 'string') {
      const isSecret = value !== redactText(value) || (value !== '' && (SECRET_KEY.test(key) || isSecretHeader(key)));
      if (isSecret && !/redacted/i.test(value)) found.push(`"${path.slice(0, 120)}"`);
    } else if (typeof value === 'object' && value !== null) {
      for (const [name, inner] of Object.entries(value)) {
        waiting.push({ value: inner, path: path === '' ? name : `${path}.${name}`, key: name });
      }
    }
  }
  return found;
}
