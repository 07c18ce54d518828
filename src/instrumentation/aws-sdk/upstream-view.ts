import { isRecord } from './is-record.ts';

/**
 * Members that upstream's instrumentation writes propagation fields into, in the caller's own objects, by service and
 * operation: they eat SQS's and SNS's ten message attributes, change Lambda's client context, and throw where the
 * input is frozen.
 */
const writtenMembers = new Map<string, readonly string[]>([
  ['SQS.SendMessage', ['MessageAttributes']],
  ['SQS.SendMessageBatch', ['Entries']],
  ['SQS.ReceiveMessage', []],
  ['SNS.Publish', ['MessageAttributes']],
  ['Lambda.Invoke', ['ClientContext']],
]);

/** The input that upstream's instrumentation gets to see and to change in place of the caller's own. */
export type UpstreamView = Readonly<Record<string, unknown>>;

/**
 * A throw-away copy of the input of an operation that upstream writes to, without the members that it would
 * write to. Undefined where upstream only reads.
 */
export function viewForUpstream(service: string, operation: string, input: unknown): UpstreamView | undefined {
  const members = writtenMembers.get(`${service}.${operation}`);
  if (members === undefined || !isRecord(input)) return undefined;
  const view: Record<string, unknown> = { ...input };
  for (const member of members) view[member] = undefined;
  // Upstream makes the number an attribute; whom a service texts is nobody else's business.
  if (isSet(view['PhoneNumber'])) view['PhoneNumber'] = 'phone_number';
  return view;
}

function isSet(value: unknown): boolean {
  return value !== undefined && value !== null;
}
