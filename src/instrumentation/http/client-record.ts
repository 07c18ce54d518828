import type { Attributes, Span } from '@opentelemetry/api';
import {
  ATTR_ERROR_TYPE,
  ATTR_HTTP_REQUEST_METHOD,
  ATTR_HTTP_RESPONSE_STATUS_CODE,
  ATTR_NETWORK_PEER_ADDRESS,
  ATTR_NETWORK_PEER_PORT,
  ATTR_NETWORK_PROTOCOL_VERSION,
  ATTR_SERVER_ADDRESS,
  ATTR_SERVER_PORT,
  ATTR_URL_SCHEME,
  ATTR_USER_AGENT_ORIGINAL,
} from '@opentelemetry/semantic-conventions';
import type { Durations } from './durations.ts';
import type { OutgoingTarget } from './outgoing-target.ts';
import { knownMethod } from './request-method.ts';
import { ERROR_STATUS, errorType, recordBodySize, recordFailure, recordStatus } from './span-outcome.ts';

/** The other end of a connection. */
export interface Peer {
  readonly remoteAddress?: string | undefined;
  readonly remotePort?: number | undefined;
}

/** The span of an outgoing request that is recorded or measured, until its answer has been read or it failed. */
export interface ClientRecord {
  /** The application sends this `User-Agent`, if it is text. */
  userAgent(value: unknown): void;
  /** It goes by this version of HTTP (`1.1`, `2`) to this other end. */
  connected(httpVersion: string, peer: Peer | null | undefined): void;
  /** The head of the answer is there. */
  answer(status: number | undefined): void;
  /** So many bytes of the answer's body have come, or will have. */
  received(bodyBytes: number | undefined): void;
  /** The request failed, or the answer broke off; the span ends. */
  fail(error: unknown): void;
  /** Somebody gave up before the answer was complete, which need not be a fault; the span ends. */
  abort(): void;
  /** The span ends; only the first end counts. */
  end(): void;
}

/**
 * Begins to record what becomes of a request on its span, and to measure it where durations are asked for.
 *
 * @returns undefined where nobody wants to know
 */
export function createClientRecord(
  span: Span,
  target: OutgoingTarget,
  durations: Durations | undefined,
): ClientRecord | undefined {
  const isRecording = span.isRecording();
  if (!isRecording && durations === undefined) return undefined;
  return new RecordedSending(isRecording ? span : undefined, durations && startMeasuring(target, durations));
}

interface Measuring {
  readonly attributes: Attributes;
  readonly end: (attributes: Attributes) => void;
}

/** https://opentelemetry.io/docs/specs/semconv/http/http-metrics/#metric-httpclientrequestduration */
function startMeasuring({ method, protocol, hostname, port }: OutgoingTarget, durations: Durations): Measuring {
  const attributes: Attributes = {
    [ATTR_HTTP_REQUEST_METHOD]: knownMethod(method),
    [ATTR_URL_SCHEME]: protocol.replace(':', ''),
    [ATTR_SERVER_ADDRESS]: hostname,
    ...(Number.isInteger(port) && { [ATTR_SERVER_PORT]: port }),
  };
  return { attributes, end: durations.start() };
}

class RecordedSending implements ClientRecord {
  /** Undefined where the request is only measured: what stands for it then is its parent. */
  readonly #span: Span | undefined;
  readonly #measuring: Measuring | undefined;
  #bodyBytes: number | undefined;
  #hasEnded = false;

  constructor(span: Span | undefined, measuring: Measuring | undefined) {
    this.#span = span;
    this.#measuring = measuring;
  }

  userAgent(value: unknown): void {
    if (typeof value === 'string') this.#span?.setAttribute(ATTR_USER_AGENT_ORIGINAL, value);
  }

  connected(httpVersion: string, peer: Peer | null | undefined): void {
    if (this.#hasEnded) return;
    this.#measured(ATTR_NETWORK_PROTOCOL_VERSION, httpVersion);
    if (this.#span === undefined) return;
    this.#span.setAttribute(ATTR_NETWORK_PROTOCOL_VERSION, httpVersion);
    if (peer === null || peer === undefined) return;
    // Sockets look them up each time.
    const { remoteAddress, remotePort } = peer;
    if (remoteAddress !== undefined) this.#span.setAttribute(ATTR_NETWORK_PEER_ADDRESS, remoteAddress);
    if (remotePort !== undefined) this.#span.setAttribute(ATTR_NETWORK_PEER_PORT, remotePort);
  }

  answer(status: number | undefined): void {
    if (this.#hasEnded || status === undefined) return;
    if (this.#span) recordStatus(this.#span, 'client', status);
    this.#measured(ATTR_HTTP_RESPONSE_STATUS_CODE, status);
    if (status >= ERROR_STATUS.client) this.#measured(ATTR_ERROR_TYPE, String(status));
  }

  received(bodyBytes: number | undefined): void {
    if (bodyBytes !== undefined) this.#bodyBytes = (this.#bodyBytes ?? 0) + bodyBytes;
  }

  fail(error: unknown): void {
    if (this.#hasEnded) return;
    if (this.#span) recordFailure(this.#span, error);
    this.#measured(ATTR_ERROR_TYPE, errorType(error));
    this.end();
  }

  abort(): void {
    if (this.#hasEnded) return;
    this.#span?.setAttribute(ATTR_ERROR_TYPE, 'aborted');
    this.#measured(ATTR_ERROR_TYPE, 'aborted');
    this.end();
  }

  end(): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    if (this.#span) {
      recordBodySize(this.#span, this.#bodyBytes);
      this.#span.end();
    }
    this.#measuring?.end(this.#measuring.attributes);
  }

  #measured(name: string, value: string | number): void {
    if (this.#measuring) this.#measuring.attributes[name] = value;
  }
}
