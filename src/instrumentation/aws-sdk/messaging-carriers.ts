import { fitTraceHeader } from './fit-trace-header.ts';
import { isPlainRecord } from './is-record.ts';

/**
 * How a message takes the trace along, by service and operation. SNS Publish and Lambda Invoke are absent
 * on purpose: both services read the `X-Amzn-Trace-Id` header of the request itself and hand it to
 * subscribers and functions, so nothing is taken from SNS's ten message attributes, and the function sees the client
 * context that its caller wrote.
 *
 * @see https://docs.aws.amazon.com/xray/latest/devguide/xray-services-sns.html
 * @see https://docs.aws.amazon.com/xray/latest/devguide/xray-services-lambda.html
 */
const carriers = new Map<string, ReadonlyMap<string, Carrier>>([
  [
    'SQS',
    new Map<string, Carrier>([
      ['SendMessage', withSystemAttribute],
      ['SendMessageBatch', (params, carry) => eachEntry(params, (entry) => withSystemAttribute(entry, carry))],
      ['ReceiveMessage', withRequestedTraceHeader],
    ]),
  ],
  ['EventBridge', new Map([['PutEvents', putEvents]])],
  ['CloudWatchEvents', new Map([['PutEvents', putEvents]])],
  [
    'SFN',
    new Map([
      ['StartExecution', startExecution],
      ['StartSyncExecution', startExecution],
    ]),
  ],
]);

interface Carry {
  readonly header: string | undefined;
  readonly accepts: (member: string) => boolean;
}
type Params = Record<string, unknown>;
type Carrier = (params: Params, carry: Carry) => Params;

/** `AWSTraceHeader` and EventBridge's `TraceHeader`: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsRequestEntry.html */
const MESSAGE_HEADER_LIMIT = 500;
/** Step Functions' `traceHeader`: https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html */
const EXECUTION_HEADER_LIMIT = 256;

/** True where {@link carryTrace} does something for this operation. */
export function carriesTrace(service: string, operation: string): boolean {
  return carriers.get(service)?.has(operation) ?? false;
}

/**
 * The parameters of an AWS call with the trace in them: SQS's `AWSTraceHeader` system attribute, EventBridge's
 * `TraceHeader`, Step Functions' `traceHeader`; an SQS receive asks for `AWSTraceHeader`. The caller's objects are
 * never changed, copies are made of what has to change, and what the caller set stays. Parameters of an
 * unexpected form come back as they are, for the SDK to judge.
 *
 * @param service the service's id without spaces, such as `SQS`
 * @param operation the operation's name, such as `SendMessage`
 * @param header the `X-Amzn-Trace-Id` value to carry; undefined carries nothing
 * @param accepts whether the SDK's model knows a member of this name; older models refuse what they do not know
 */
export function carryTrace(
  service: string,
  operation: string,
  params: unknown,
  header: string | undefined,
  accepts: (member: string) => boolean = () => true,
): unknown {
  const carrier = carriers.get(service)?.get(operation);
  return carrier === undefined || !isPlainRecord(params) ? params : carrier(params, { header, accepts });
}

function withSystemAttribute(params: Params, { header, accepts }: Carry): Params {
  const text = header === undefined ? undefined : fitTraceHeader(header, MESSAGE_HEADER_LIMIT);
  if (text === undefined || !accepts('MessageSystemAttributes')) return params;
  const attributes = params['MessageSystemAttributes'] ?? {};
  if (!isPlainRecord(attributes) || Object.hasOwn(attributes, 'AWSTraceHeader')) return params;
  const AWSTraceHeader = { DataType: 'String', StringValue: text };
  return { ...params, MessageSystemAttributes: { ...attributes, AWSTraceHeader } };
}

function putEvents(params: Params, carry: Carry): Params {
  return eachEntry(params, (entry) => withText(entry, 'TraceHeader', MESSAGE_HEADER_LIMIT, carry));
}

function startExecution(params: Params, carry: Carry): Params {
  return withText(params, 'traceHeader', EXECUTION_HEADER_LIMIT, carry);
}

function withText(params: Params, member: string, limit: number, { header, accepts }: Carry): Params {
  const text = header === undefined ? undefined : fitTraceHeader(header, limit);
  if (text === undefined || !accepts(member) || isSet(params[member])) return params;
  return { ...params, [member]: text };
}

function eachEntry(params: Params, change: (entry: Params) => Params): Params {
  const entries = params['Entries'];
  if (!Array.isArray(entries)) return params;
  return { ...params, Entries: entries.map((entry: unknown) => (isPlainRecord(entry) ? change(entry) : entry)) };
}

/** The older `AttributeNames` is used only where the caller does, or where the SDK knows no other. */
function withRequestedTraceHeader(params: Params, { accepts }: Carry): Params {
  const usesOlder = isNonEmptyArray(params['AttributeNames']) && !isSet(params['MessageSystemAttributeNames']);
  const member =
    !usesOlder && accepts('MessageSystemAttributeNames') ? 'MessageSystemAttributeNames' : 'AttributeNames';
  const names = params[member] ?? [];
  if (!Array.isArray(names) || names.includes('AWSTraceHeader') || names.includes('All')) return params;
  return { ...params, [member]: [...(names as unknown[]), 'AWSTraceHeader'] };
}

function isNonEmptyArray(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0;
}

function isSet(value: unknown): boolean {
  return value !== undefined && value !== null;
}
