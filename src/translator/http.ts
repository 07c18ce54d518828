import { isIP } from 'node:net';
import type { DocumentInteger, HttpBlock, HttpRequestBlock } from '../xray/segment-document.ts';
import { toDocumentInteger } from './document-value.ts';
import { makeUrl, type UrlPart, type UrlParts } from './http-url.ts';
import { asInteger, asText, unlessEmpty } from './read-attribute.ts';
import type { Attributes, AttributeValue, SpanRecord } from './span.ts';

/** What the attributes read so far say. */
interface Draft {
  isHttp: boolean;
  hasUrl: boolean;
  /** Whether `clientIp` was seen on the wire and not just told by a header. */
  hasPeerAddress: boolean;
  method?: string | undefined;
  userAgent?: string | undefined;
  clientIp?: string | undefined;
  status?: DocumentInteger | undefined;
  readonly url: UrlParts;
}

type Read = (draft: Draft, value: AttributeValue) => void;

/** What an attribute of the HTTP conventions, old or stable, means for the block. */
const READERS: ReadonlyMap<string, Read> = new Map<string, Read>([
  ['http.method', http(readMethod)],
  ['http.request.method', http(readMethod)],
  ['http.user_agent', http(readUserAgent)],
  ['user_agent.original', http(readUserAgent)],
  ['http.status_code', http(readStatus)],
  ['http.response.status_code', http(readStatus)],
  ['http.client_ip', http(readClientIp)],
  ['client.address', ifAddress(readClientIp)],
  ['net.peer.ip', url('net.peer.ip', readPeerAddress)],
  ['network.peer.address', ifAddress(readPeerAddress)],
  ['http.url', http(url('url.full'))],
  ['url.full', http(url('url.full'))],
  ['http.host', http(url('http.host'))],
  ['http.server_name', http(url('http.server_name'))],
  ['host.name', url('host.name')],
  ['net.host.name', url('net.host.name')],
  ['net.peer.name', url('net.peer.name')],
  ['server.address', url('server.address')],
  ['http.scheme', http(urlPart('url.scheme'))],
  ['url.scheme', http(urlPart('url.scheme'))],
  ['http.target', http(urlPart('http.target'))],
  ['url.path', http(urlPart('url.path'))],
  ['url.query', http(urlPart('url.query'))],
  ['net.host.port', http(port('net.host.port'))],
  ['net.peer.port', port('net.peer.port')],
  ['server.port', port('server.port')],
]);

/**
 * The request that a span served or made. Attributes are read in their order, so of an old and a stable one that say
 * the same the later counts.
 */
export function makeHttp(span: SpanRecord): HttpBlock | undefined {
  const { attributes } = span;
  const draft = createDraft();
  for (const key of Object.keys(attributes)) READERS.get(key)?.(draft, attributes[key] ?? null);
  if (!draft.isHttp) return undefined;
  const response = { status: draft.status, content_length: responseSizeBytes(span) };
  return { request: makeRequest(span, draft), response };
}

/** True for the attributes that are used up, even when they do not make up an HTTP request. */
export function isHttpAttribute(key: string): boolean {
  return READERS.has(key);
}

function createDraft(): Draft {
  return {
    isHttp: false,
    hasUrl: false,
    hasPeerAddress: false,
    method: undefined,
    userAgent: undefined,
    clientIp: undefined,
    status: undefined,
    url: {},
  };
}

function makeRequest({ kind }: SpanRecord, draft: Draft): HttpRequestBlock {
  const isForwarded = draft.clientIp !== undefined && !draft.hasPeerAddress;
  return {
    x_forwarded_for: isForwarded ? true : undefined,
    method: draft.method,
    url: draft.hasUrl ? unlessEmpty(makeUrl(kind, draft.url)) : undefined,
    user_agent: draft.userAgent,
    client_ip: draft.clientIp,
  };
}

/** A message of the old messaging conventions, on the span or in an event, is the only size that is looked at. */
function responseSizeBytes({ attributes, events }: SpanRecord): DocumentInteger {
  let size = receivedBytes(attributes);
  for (const event of events) if (size === 0n) size = receivedBytes(event.attributes);
  return toDocumentInteger(size);
}

function receivedBytes(attributes: Attributes): bigint {
  if (attributes['message.type'] !== 'RECEIVED') return 0n;
  return asInteger(attributes['messaging.message_payload_size_bytes']);
}

function http(read: Read): Read {
  return (draft, value) => {
    draft.isHttp = true;
    read(draft, value);
  };
}

function url(part: UrlPart, read?: Read): Read {
  return (draft, value) => {
    draft.hasUrl = true;
    draft.url[part] = asText(value);
    read?.(draft, value);
  };
}

function urlPart(part: UrlPart): Read {
  return (draft, value) => {
    draft.url[part] = asText(value);
  };
}

function port(part: UrlPart): Read {
  return (draft, value) => {
    draft.url[part] = unlessEmpty(asText(value)) ?? String(asInteger(value));
  };
}

function readMethod(draft: Draft, value: AttributeValue): void {
  draft.method = unlessEmpty(asText(value));
}

function readUserAgent(draft: Draft, value: AttributeValue): void {
  draft.userAgent = unlessEmpty(asText(value));
}

function readStatus(draft: Draft, value: AttributeValue): void {
  draft.status = toDocumentInteger(asInteger(value));
}

function readClientIp(draft: Draft, value: AttributeValue): void {
  draft.clientIp = unlessEmpty(asText(value));
}

function readPeerAddress(draft: Draft, value: AttributeValue): void {
  draft.clientIp ??= unlessEmpty(asText(value));
  draft.hasUrl = true;
  draft.hasPeerAddress = true;
}

/** Reads the value only if it is an IP address without a zone. */
function ifAddress(read: Read): Read {
  return (draft, value) => {
    const text = asText(value);
    if (isIP(text) !== 0 && !text.includes('%')) read(draft, value);
  };
}
