import { SpanKind } from '@opentelemetry/api';
import { additive, contradicting, protective, type Row } from './row.ts';
import { HELPER_SCOPE } from './scope.ts';
import type { Service } from './service.ts';
import type { SpanDraft } from './span-draft.ts';

const KIND = 'aws.span.kind';
const LOCAL_ROOT = 'LOCAL_ROOT';

/**
 * Makes a segment named after the service of every root of this process that is no server: cron jobs, workers,
 * consumers. A root that is a call becomes a segment with the call as its subsegment. What the root was called stays
 * as `aws.local.operation`, since X-Ray keeps no span names. Roots of `withSegment` keep the name that it was given.
 */
export const localRoots: Row = additive('every span', (draft, service) => {
  if (!isUnnamedRoot(draft) || !service.isOnAws || service.name === '') return;
  draft.set(KIND, LOCAL_ROOT);
  // Of a call the exporter makes two documents, and names the service's by the resource.
  const isCall = draft.kind === SpanKind.CLIENT || draft.kind === SpanKind.PRODUCER;
  if (!isCall || service.name !== service.recordedName) nameRoot(draft, service);
});

/**
 * The same where the marker must not be sent, and for consumers, of which it would make two documents: SERVER is the
 * one kind whose segment is always named after the service.
 */
export const localRootKinds: Row = contradicting('every span', (draft, service) => {
  if (!draft.isLocalRoot) {
    if (draft.kind === SpanKind.CONSUMER) draft.kind = SpanKind.INTERNAL;
    return;
  }
  if (service.name === '' || (!isUnnamedRoot(draft) && draft.get(KIND) !== LOCAL_ROOT)) return;
  if (draft.kind !== SpanKind.CONSUMER && (draft.kind !== SpanKind.INTERNAL || service.isOnAws)) return;
  draft.kind = SpanKind.SERVER;
  draft.remove(KIND);
  nameRoot(draft, service);
});

/** The marker kills collectors where the provider is another than AWS. */
export const localRootSafety: Row = protective('every span', (draft, service) => {
  if (!service.isOnAws && draft.get(KIND) !== undefined) draft.remove(KIND);
});

function isUnnamedRoot(draft: SpanDraft): boolean {
  return (
    draft.isLocalRoot &&
    draft.kind !== SpanKind.SERVER &&
    draft.recorded.instrumentationScope.name !== HELPER_SCOPE &&
    draft.get(KIND) === undefined
  );
}

function nameRoot(draft: SpanDraft, service: Service): void {
  if (draft.text('aws.local.service') === '') draft.set('aws.local.service', service.name);
  const isSaid = draft.name === draft.text('aws.local.service') || draft.get('aws.local.operation') !== undefined;
  if (!isSaid) draft.set('aws.local.operation', draft.name);
}
