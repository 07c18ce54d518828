import { SpanKind } from '@opentelemetry/api';
import { hostOfUrl, nameOfHost, serverOf } from './host.ts';
import { legalName } from './legal-name.ts';
import { additive, type Row } from './row.ts';
import type { SpanDraft } from './span-draft.ts';
import { databaseSystemOf } from './sql-systems.ts';

/**
 * Names the node of an outgoing call (HTTP, fetch, gRPC, message brokers) by its host. The exporter looks for a name
 * in `peer.service`, and in no attribute of the stable conventions: without it every such node is called `GET`.
 */
export const httpNames: Row = additive('every span', (draft) => {
  if (draft.kind !== SpanKind.CLIENT && draft.kind !== SpanKind.PRODUCER) return;
  if (draft.isAwsCall || draft.text('peer.service') !== '' || draft.text('aws.remote.service') !== '') return;
  // Databases are named by rows of their own.
  if (databaseSystemOf(draft) !== '') return;
  const name = remoteName(draft);
  if (name !== '') draft.set('peer.service', legalName(name));
});

/** A method outside of the conventions is recorded as `_OTHER`; the exporter lets the later attribute win. */
export const originalMethod: Row = additive(['http.request.method_original'], (draft) => {
  if (draft.get('http.request.method') !== '_OTHER') return;
  const method = draft.text('http.request.method_original');
  if (method !== '') draft.set('http.method', method);
});

function remoteName(draft: SpanDraft): string {
  const url = draft.text('url.full') || draft.text('http.url');
  const server = serverOf(draft);
  if (server !== undefined)
    return nameOfHost(server, draft.text('url.scheme') || draft.text('http.scheme') || schemeOf(url));
  const target = hostOfUrl(url);
  return target === undefined ? draft.text('messaging.destination.name') : nameOfHost(target, target.scheme);
}

function schemeOf(url: string): string {
  if (url.startsWith('https:')) return 'https';
  return url.startsWith('http:') ? 'http' : '';
}
