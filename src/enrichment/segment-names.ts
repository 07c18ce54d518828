import { SpanKind } from '@opentelemetry/api';
import { hostOfUrl, nameOfHost, serverOf } from './host.ts';
import { isLegalName, legalName } from './legal-name.ts';
import { additive, type Row } from './row.ts';
import type { Service } from './service.ts';
import type { SpanDraft } from './span-draft.ts';
import { createWildcards } from './wildcard.ts';

/** What the exporter asks before the service's name, in its order; on a server these name somebody else. */
const BEFORE_SERVICE_NAME = ['peer.service', 'aws.service', 'db.name'] as const;

/** Where one of these is there but empty, or no text, the exporter gives a local root no name at all. */
const SERVICE_KEYS = ['aws.local.service', 'aws.remote.service'] as const;

/** All from which the exporter may take a name. */
const NAME_KEYS = [
  ...BEFORE_SERVICE_NAME,
  ...SERVICE_KEYS,
  'aws.span.kind',
  'http.host',
  'net.peer.name',
  'rpc.service',
];

/**
 * Names the segments of requests by the host that was asked for, where one of the patterns matches: the dynamic
 * naming of the X-Ray SDKs. A pattern without a port matches every port.
 */
export function createHostNames(patterns: readonly string[]): Row {
  const matches = createWildcards(patterns);
  return additive('every span', (draft) => {
    if (draft.kind !== SpanKind.SERVER || patterns.length === 0 || draft.text('aws.local.service') !== '') return;
    const name = requestedHost(draft);
    if (name === '') return;
    const withoutPort = name.replace(/:\d+$/, '');
    if (matches(name) || matches(withoutPort)) draft.set('aws.local.service', legalName(name));
  });
}

/** Names a server's segment after the service where an attribute of a call would name it, or its name is not legal. */
export const serviceNames: Row = additive('every span', (draft, service) => {
  if (draft.kind !== SpanKind.SERVER || service.name === '' || draft.text('aws.local.service') !== '') return;
  if (service.name !== service.recordedName || BEFORE_SERVICE_NAME.some((key) => draft.text(key) !== '')) {
    draft.set('aws.local.service', service.name);
  }
});

/**
 * Makes the name that the exporter will choose one that X-Ray takes. The exporter cleans span names only; an illegal
 * name in an attribute costs the document.
 */
export const legalNames: Row = additive(NAME_KEYS, (draft, service) => {
  for (const key of SERVICE_KEYS) if (draft.get(key) !== undefined && draft.text(key) === '') draft.remove(key);
  const local = draft.text('aws.local.service') || nameOfSplitSegment(draft, service);
  if (local !== '' && !isLegalName(local)) draft.set('aws.local.service', legalName(local));
  const isServers = draft.kind === SpanKind.SERVER || isNamedRoot(draft);
  const chosen = isServers && local !== '' ? '' : chosenName(draft, service);
  if (chosen === '' || isLegalName(chosen)) return;
  draft.set(isServers ? 'aws.local.service' : overridingKey(draft.kind), legalName(chosen));
});

/** Of a call that is a local root the exporter makes a second document, the service's, with whatever name that has. */
function nameOfSplitSegment(draft: SpanDraft, service: Service): string {
  if (!isCall(draft.kind) || draft.get('aws.span.kind') !== 'LOCAL_ROOT') return '';
  return service.recordedName === '' ? '?' : service.recordedName;
}

/** The attribute that the exporter will take for the name; empty where it takes the span's name or the resource's. */
function chosenName(draft: SpanDraft, service: Service): string {
  const name =
    (isCall(draft.kind) ? draft.text('aws.remote.service') : '') ||
    draft.text('peer.service') ||
    draft.text('aws.service') ||
    databaseName(draft);
  if (name !== '' || (draft.kind === SpanKind.SERVER && service.recordedName !== '')) return name;
  return draft.text('rpc.service') || draft.text('http.host') || draft.text('net.peer.name');
}

/** `database@host`, as the exporter makes it. */
function databaseName(draft: SpanDraft): string {
  const database = draft.text('db.name');
  if (database === '') return '';
  const server = hostOfUrl(draft.text('db.connection_string').replace(/^jdbc:/, ''));
  return server === undefined ? database : `${database}@${server.host}`;
}

function isNamedRoot(draft: SpanDraft): boolean {
  return draft.kind === SpanKind.INTERNAL && draft.get('aws.span.kind') === 'LOCAL_ROOT';
}

function isCall(kind: SpanKind): boolean {
  return kind === SpanKind.CLIENT || kind === SpanKind.PRODUCER || kind === SpanKind.CONSUMER;
}

function overridingKey(kind: SpanKind): string {
  return isCall(kind) ? 'aws.remote.service' : 'peer.service';
}

function requestedHost(draft: SpanDraft): string {
  const server = serverOf(draft);
  if (server === undefined) return draft.text('http.host');
  return nameOfHost(server, draft.text('url.scheme') || draft.text('http.scheme'));
}
