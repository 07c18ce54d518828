import type { Span } from '@opentelemetry/api';
import {
  ATTR_ERROR_TYPE,
  ATTR_NETWORK_PEER_ADDRESS,
  ATTR_NETWORK_PEER_PORT,
  ATTR_NETWORK_PROTOCOL_VERSION,
  ATTR_USER_AGENT_ORIGINAL,
} from '@opentelemetry/semantic-conventions';
import { recordFailure, recordStatus } from './span-outcome.ts';

/** The other end of a connection. */
export interface Peer {
  readonly remoteAddress?: string | undefined;
  readonly remotePort?: number | undefined;
}

/** The span of an outgoing request that is recorded, until its answer has been read or it failed. */
export interface ClientRecord {
  /** It goes by this version of HTTP (`1.1`, `2`) to this other end. */
  connected(httpVersion: string, peer: Peer | null | undefined): void;
  /** The head of the answer is there. */
  answer(status: number | undefined): void;
  /** The request failed, or the answer broke off; the span ends. */
  fail(error: unknown): void;
  /** Somebody gave up before the answer was complete, which need not be a fault; the span ends. */
  abort(): void;
  /** The span ends; only the first end counts. */
  end(): void;
}

/** Begins to record what becomes of a request on its span. */
export function createClientRecord(span: Span, userAgent: unknown): ClientRecord {
  if (typeof userAgent === 'string') span.setAttribute(ATTR_USER_AGENT_ORIGINAL, userAgent);
  return new RecordedSending(span);
}

class RecordedSending implements ClientRecord {
  readonly #span: Span;
  #hasEnded = false;

  constructor(span: Span) {
    this.#span = span;
  }

  connected(httpVersion: string, peer: Peer | null | undefined): void {
    if (this.#hasEnded) return;
    this.#span.setAttribute(ATTR_NETWORK_PROTOCOL_VERSION, httpVersion);
    if (peer?.remoteAddress !== undefined) this.#span.setAttribute(ATTR_NETWORK_PEER_ADDRESS, peer.remoteAddress);
    if (peer?.remotePort !== undefined) this.#span.setAttribute(ATTR_NETWORK_PEER_PORT, peer.remotePort);
  }

  answer(status: number | undefined): void {
    if (!this.#hasEnded && status !== undefined) recordStatus(this.#span, 'client', status);
  }

  fail(error: unknown): void {
    if (this.#hasEnded) return;
    recordFailure(this.#span, error);
    this.end();
  }

  abort(): void {
    if (this.#hasEnded) return;
    this.#span.setAttribute(ATTR_ERROR_TYPE, 'aborted');
    this.end();
  }

  end(): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#span.end();
  }
}
