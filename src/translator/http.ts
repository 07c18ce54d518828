import { isIP } from 'node:net';
import type { DocumentInteger, HttpBlock, HttpRequestBlock } from '../xray/segment-document.ts';
import { toDocumentInteger } from './document-value.ts';
import { makeUrl, NO_URL_PARTS, type UrlPart, type UrlParts } from './http-url.ts';
import { perText } from './per-text.ts';
import { asInteger, asText, unlessEmpty } from './read-attribute.ts';
import type { Attributes, AttributeValue, SpanRecord } from './span.ts';

/** What the attributes read so far say, the parts of the URL among it. One object, because most spans need one. */
export interface HttpDraft extends UrlParts {
  isHttp: boolean;
  hasUrl: boolean;
  /** Whether `clientIp` was seen on the wire and not just told by a header. */
  hasPeerAddress: boolean;
  method: string | undefined;
  userAgent: string | undefined;
  clientIp: string | undefined;
  status: DocumentInteger | undefined;
}

type Read = (draft: HttpDraft, value: AttributeValue) => void;

/** What an attribute means for the block. */
export interface HttpAttribute {
  /** Whether it makes the span an HTTP request. */
  readonly isHttp: boolean;
  readonly read: Read;
}

/**
 * The attributes of the HTTP conventions, old or stable. They are used up, even when they do not make up an HTTP
 * request.
 */
export const HTTP_ATTRIBUTES: ReadonlyMap<string, HttpAttribute> = new Map<string, HttpAttribute>([
  ['http.method', http(readMethod)],
  ['http.request.method', http(readMethod)],
  ['http.user_agent', http(readUserAgent)],
  ['user_agent.original', http(readUserAgent)],
  ['http.status_code', http(readStatus)],
  ['http.response.status_code', http(readStatus)],
  ['http.client_ip', http(readClientIp)],
  ['client.address', network(ifAddress(readClientIp))],
  ['net.peer.ip', network(readPeerIp)],
  ['network.peer.address', network(ifAddress(readPeerAddress))],
  ['http.url', http(url('url.full'))],
  ['url.full', http(url('url.full'))],
  ['http.host', http(url('http.host'))],
  ['http.server_name', http(url('http.server_name'))],
  ['host.name', network(url('host.name'))],
  ['net.host.name', network(url('net.host.name'))],
  ['net.peer.name', network(url('net.peer.name'))],
  ['server.address', network(url('server.address'))],
  ['http.scheme', http(urlPart('url.scheme'))],
  ['url.scheme', http(urlPart('url.scheme'))],
  ['http.target', http(urlPart('http.target'))],
  ['url.path', http(urlPart('url.path'))],
  ['url.query', http(urlPart('url.query'))],
  ['net.host.port', http(port('net.host.port'))],
  ['net.peer.port', network(port('net.peer.port'))],
  ['server.port', network(port('server.port'))],
]);

const NOTHING_READ: Readonly<HttpDraft> = {
  isHttp: false,
  hasUrl: false,
  hasPeerAddress: false,
  method: undefined,
  userAgent: undefined,
  clientIp: undefined,
  status: undefined,
  ...NO_URL_PARTS,
};

/** A draft into which nothing has been read. V8 copies a whole object in one go, but a spread within another slowly. */
export function createHttpDraft(): HttpDraft {
  return { ...NOTHING_READ };
}

/**
 * Reads an attribute's value. A span's are read in their order, so of an old and a stable one that say the same the
 * later counts.
 */
export function readHttp(draft: HttpDraft, attribute: HttpAttribute, value: AttributeValue): void {
  if (attribute.isHttp) draft.isHttp = true;
  attribute.read(draft, value);
}

/** The request that a span served or made. */
export function makeHttp(span: SpanRecord, draft: HttpDraft | undefined): HttpBlock | undefined {
  if (draft === undefined || !draft.isHttp) return undefined;
  const response = { status: draft.status, content_length: responseSizeBytes(span) };
  return { request: makeRequest(span, draft), response };
}

function makeRequest({ kind }: SpanRecord, draft: HttpDraft): HttpRequestBlock {
  const isForwarded = draft.clientIp !== undefined && !draft.hasPeerAddress;
  return {
    x_forwarded_for: isForwarded ? true : undefined,
    method: draft.method,
    url: draft.hasUrl ? unlessEmpty(makeUrl(kind, draft)) : undefined,
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

function http(read: Read): HttpAttribute {
  return { isHttp: true, read };
}

/** Other protocols have these as well. */
function network(read: Read): HttpAttribute {
  return { isHttp: false, read };
}

function url(part: UrlPart): Read {
  return (draft, value) => {
    draft.hasUrl = true;
    draft[part] = asText(value);
  };
}

function urlPart(part: UrlPart): Read {
  return (draft, value) => {
    draft[part] = asText(value);
  };
}

function port(part: UrlPart): Read {
  return (draft, value) => {
    draft[part] = unlessEmpty(asText(value)) ?? String(asInteger(value));
  };
}

function readMethod(draft: HttpDraft, value: AttributeValue): void {
  draft.method = unlessEmpty(asText(value));
}

function readUserAgent(draft: HttpDraft, value: AttributeValue): void {
  draft.userAgent = unlessEmpty(asText(value));
}

function readStatus(draft: HttpDraft, value: AttributeValue): void {
  draft.status = toDocumentInteger(asInteger(value));
}

function readClientIp(draft: HttpDraft, value: AttributeValue): void {
  draft.clientIp = unlessEmpty(asText(value));
}

function readPeerIp(draft: HttpDraft, value: AttributeValue): void {
  draft['net.peer.ip'] = asText(value);
  readPeerAddress(draft, value);
}

function readPeerAddress(draft: HttpDraft, value: AttributeValue): void {
  draft.clientIp ??= unlessEmpty(asText(value));
  draft.hasUrl = true;
  draft.hasPeerAddress = true;
}

/** Reads the value only if it is an IP address without a zone. */
function ifAddress(read: Read): Read {
  return (draft, value) => {
    if (isAddress(asText(value))) read(draft, value);
  };
}

const isAddress = perText((text) => isIP(text) !== 0 && !text.includes('%'));
