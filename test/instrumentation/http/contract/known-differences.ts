/** Where upstream's instrumentation does not keep the contract, and on which Nodes; all others are all. */
export interface KnownDifference {
  readonly why: string;
  readonly majors?: readonly number[];
}

const NO_SPAN = 'upstream traces "request" events only';
const STATUS = 'upstream takes the status that was never sent';
const LISTENERS = 'upstream adds listeners of its own';
const ERROR_TYPE = 'upstream records the class of the error, not its code';
const FORMS = 'upstream does not know this form of the arguments';
const BROKEN = 'upstream takes an answer that broke off for complete';
const BINDING = 'upstream leaves the callback of end() in the context of the span of the request';

/** By the scenario's name. Each of them must fail with upstream: what upstream has learned is to be struck out. */
export const upstreamDifferences: Readonly<Record<string, KnownDifference>> = {
  'the span tells a path and a query': { why: 'upstream writes the query anew' },
  'listeners can be removed, counted and listed as ever': { why: LISTENERS },
  'a request that a server hands to another one stays one request': { why: 'upstream makes a second span of it' },
  'a handler of checkContinue runs in the context of the request, and so does the one it hands it to': { why: NO_SPAN },
  'a handler of checkExpectation runs in the context of the request': { why: NO_SPAN },
  'an upgrade is a request with a span, which ends with its answer': { why: NO_SPAN },
  'an upgrade that is refused, or left alone, is recorded too': { why: NO_SPAN },
  'CONNECT is a request with a span': { why: NO_SPAN },
  'a client that leaves while it sends is noticed in the context of its request': { why: STATUS },
  'a client that leaves while it is answered ends the span once': { why: 'upstream does not tell that it was aborted' },
  'a client that leaves before its pipelined request is answered ends that span too': {
    why: 'Node does not tell the response, and upstream loses the span',
    majors: [20, 22],
  },
  'a server that drops the connection before or after the head ends the span': { why: STATUS },
  'http.request(text, undefined, callback) is one client span and sends one of each trace header': { why: FORMS },
  'http.get(text, undefined, callback) is one client span and sends one of each trace header': { why: FORMS },
  'https.request(URL, null, callback) is one client span and sends one of each trace header': { why: FORMS },
  'an odd list of headers is refused as ever': { why: FORMS },
  'headers in a list go out exactly so, with the trace headers behind': { why: FORMS },
  'a request by way of a proxy tells its target': { why: FORMS },
  'an IPv6 address stands in brackets in the URL only': { why: FORMS },
  'the method, the user agent and all headers go out and are recorded': {
    why: 'upstream sees a user agent in lower case only',
  },
  'a call that Node refuses is recorded as failed': { why: ERROR_TYPE },
  'a connection that is refused is an error with its code': { why: ERROR_TYPE },
  'a request that a signal aborts is an error of the request': { why: ERROR_TYPE },
  "requests that share 1 connections of an agent keep to their callers' contexts": { why: BINDING, majors: [24, 26] },
  "requests that share 3 connections of an agent keep to their callers' contexts": { why: BINDING, majors: [24, 26] },
  'under load no request of an agent sees the context of another': { why: BINDING, majors: [24, 26] },
  'an upgrade is told in the context of the caller, and its span ends with the answer': {
    why: 'upstream does not see the answer to an upgrade',
  },
  'CONNECT is told in the context of the caller, and its span ends with the answer': {
    why: 'upstream does not see the answer to CONNECT',
  },
  'an answer that breaks off is an error, for an application that listens to it': { why: BROKEN },
  'an answer that breaks off is an error, and no new one for an application that does not listen': { why: BROKEN },
  'many errors at once are each recorded once': { why: BROKEN },
  'an answer that nobody listens to is thrown away as ever, and ends the span': { why: LISTENERS },
  "listeners of a request and its response are the application's alone": { why: LISTENERS },
  'credentials in the URL of fetch are sent, but not recorded': { why: 'upstream records URLs of fetch as they are' },
};
