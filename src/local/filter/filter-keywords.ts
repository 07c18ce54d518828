type Cause = 'fault' | 'error' | 'responsetime';

/** Where in an expression a keyword stands. */
export type FilterScope = 'trace' | 'service' | 'edge' | `rootcause.${Cause}.${'service' | 'entity' | 'exception'}`;

/** What a keyword is, in a few words, for those who write expressions. */
export interface FilterKeyword {
  readonly detail: string;
  readonly allows: (scope: FilterScope) => boolean;
}

const everywhere = (scope: FilterScope): boolean => !scope.startsWith('rootcause.');
const inTrace = (scope: FilterScope): boolean => scope === 'trace';
const inCauses = (scope: FilterScope): boolean => scope.startsWith('rootcause.');
const inCause =
  (level: string) =>
  (scope: FilterScope): boolean =>
    inCauses(scope) && scope.endsWith(level);
const inNodes = (scope: FilterScope): boolean => scope === 'trace' || scope === 'service';

/**
 * Every keyword, and where it makes sense.
 *
 * @see https://docs.aws.amazon.com/xray/latest/devguide/xray-console-filters.html
 */
export const FILTER_KEYWORDS: ReadonlyMap<string, FilterKeyword> = new Map<string, FilterKeyword>([
  ['ok', { detail: 'no fault, no error', allows: everywhere }],
  ['error', { detail: 'the client’s mistake, 4xx', allows: everywhere }],
  ['throttle', { detail: 'too many requests, 429', allows: everywhere }],
  ['fault', { detail: 'it broke, 5xx or an exception', allows: everywhere }],
  ['partial', { detail: 'something is in progress or missing', allows: everywhere }],
  [
    'inferred',
    { detail: 'what was called sends no segments', allows: (scope) => inNodes(scope) || inCause('service')(scope) },
  ],
  ['first', { detail: 'first on the way to the cause', allows: inCauses }],
  ['last', { detail: 'last on the way to the cause', allows: inCauses }],
  ['remote', { detail: 'a call that leaves its service', allows: inCause('entity') }],
  ['root', { detail: 'where the trace begins', allows: (scope) => scope === 'service' }],
  ['responsetime', { detail: 'seconds until the answer', allows: everywhere }],
  ['duration', { detail: 'seconds until the last work ended', allows: everywhere }],
  ['http.status', { detail: 'status code', allows: everywhere }],
  ['index', { detail: 'place on the way to the cause, from 0', allows: inCauses }],
  [
    'coverage',
    { detail: 'share of the response time, 0 to 1', allows: (scope) => scope === 'rootcause.responsetime.entity' },
  ],
  ['http.url', { detail: 'URL of the request', allows: everywhere }],
  ['http.method', { detail: 'method of the request', allows: everywhere }],
  ['http.useragent', { detail: 'user agent of the client', allows: everywhere }],
  ['http.clientip', { detail: 'address of the client', allows: everywhere }],
  ['user', { detail: 'user on any segment', allows: everywhere }],
  ['name', { detail: 'name of the node or part', allows: (scope) => scope === 'service' || inCauses(scope) }],
  [
    'type',
    { detail: 'such as AWS::DynamoDB::Table', allows: (scope) => scope === 'service' || inCause('service')(scope) },
  ],
  ['message', { detail: 'message of the exception', allows: inCause('exception') }],
  ['availabilityzone', { detail: 'of any segment', allows: inNodes }],
  ['instance.id', { detail: 'EC2 instance of any segment', allows: inNodes }],
  ['resource.arn', { detail: 'resource of any segment', allows: inNodes }],
  ['annotation', { detail: 'annotation on any segment', allows: everywhere }],
  ['source', { detail: 'annotation of the calling side', allows: (scope) => scope === 'edge' }],
  ['service', { detail: 'a node on the way', allows: inTrace }],
  ['edge', { detail: 'a call between two nodes', allows: inTrace }],
  ['rootcause', { detail: 'what made it fail or slow', allows: inTrace }],
  ['rootcause.json', { detail: 'a root cause as JSON', allows: inTrace }],
  ['group.name', { detail: 'the filter of a group', allows: inTrace }],
]);

/** Whether the keyword makes sense there. */
export function allowsKeyword(keyword: string, scope: FilterScope): boolean {
  return FILTER_KEYWORDS.get(keyword)?.allows(scope) ?? false;
}
