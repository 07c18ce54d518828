import { SpanKind } from '@opentelemetry/api';
import { awsResource } from './aws-resources.ts';
import { additive, contradicting, protective, type Row } from './row.ts';
import type { SpanDraft } from './span-draft.ts';

/** Attributes with another name in the exporter, or in the X-Ray SDKs for what the exporter has no field for. */
const ALIASES: readonly (readonly [recorded: string, alias: string])[] = [
  ['cloud.region', 'aws.region'],
  ['aws.request.id', 'aws.request_id'],
  ['aws.request.extended_id', 'aws.id_2'],
  ['http.request.resend_count', 'aws.retries'],
];

/** Services whose id in the SDK is not what X-Ray calls them. */
const SERVICE_NAMES: Readonly<Record<string, string>> = { SFN: 'StepFunctions' };

/**
 * Gives an AWS call its name and the fields of X-Ray's `aws` block: operation, region, request id, table, queue and
 * account; bucket, topic, function, stream, state machine, event bus, secret, `id_2` and retries as metadata.
 */
export const awsCalls: Row = additive(['rpc.system'], (draft) => {
  if (!draft.isAwsCall) return;
  for (const [recorded, alias] of ALIASES) {
    const value = draft.get(recorded);
    if (value !== undefined) setIfAbsent(draft, alias, value);
  }
  const { attributes, account } = awsResource(draft);
  for (const [key, value] of attributes) setIfAbsent(draft, key, value);
  if (account !== '') setIfAbsent(draft, 'aws.account_id', account);
  nameCall(draft);
});

/** One table is said by `aws.table_name`; only of the list of several can the exporter make `table_names`. */
export const oneTable: Row = contradicting(['aws.dynamodb.table_names'], (draft) => {
  const tables = draft.isAwsCall ? draft.get('aws.dynamodb.table_names') : undefined;
  if (typeof tables === 'string' || (Array.isArray(tables) && tables.length < 2))
    draft.leaveOut('aws.dynamodb.table_names');
});

/** Receiving is recorded as CONSUMER, of which the exporter makes a segment; it is a call like any other. */
export const receivingCalls: Row = contradicting(['rpc.system'], (draft) => {
  if (draft.isAwsCall && draft.kind === SpanKind.CONSUMER) draft.kind = SpanKind.CLIENT;
});

const PHONE_NUMBER = /^\+?\d[\d\s().-]{5,}$/;

/** SNS sends text messages too, and upstream's instrumentation records the telephone number as the destination. */
export const phoneNumbers: Row = protective(['messaging.destination', 'messaging.destination.name'], (draft) => {
  if (!draft.isAwsCall || draft.text('rpc.service') !== 'SNS') return;
  for (const key of ['messaging.destination', 'messaging.destination.name']) {
    if (PHONE_NUMBER.test(draft.text(key))) draft.set(key, 'REDACTED');
  }
});

/** `rpc.service` names the call, unless an attribute that the exporter asks first is there. */
function nameCall(draft: SpanDraft): void {
  const service = draft.text('rpc.service');
  const name = SERVICE_NAMES[service] ?? service;
  if (name === '' || draft.text('aws.remote.service') !== '' || draft.text('peer.service') !== '') return;
  if (name !== service || draft.text('db.name') !== '') draft.set('aws.remote.service', name);
}

function setIfAbsent(draft: SpanDraft, key: string, value: unknown): void {
  if (draft.get(key) === undefined) draft.set(key, value);
}
