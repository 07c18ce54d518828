import type { Context } from '@opentelemetry/api';

/**
 * What an instrumentation tells about a request just before it asks the propagator to write the headers: the
 * OpenTelemetry API hands over only headers, neither where they go nor what the caller put there.
 */
export interface OutgoingRequest {
  /** Where it goes: `example.com:443`, `[::1]:8080`, or undefined when unknown. Asked only where hosts are limited. */
  host(): string | undefined;
  /** Whether an injection is the one for this request. */
  isInjection(context: Context, carrier: unknown): boolean;
  /** Removes what the caller forwarded of these headers, where the carrier is not the request's own headers. */
  removeForwarded?(fields: readonly string[]): void;
}

/** A request can be noted while another one waits for its injection, never more than a few. */
const MAX_NOTED = 4;

const noted: OutgoingRequest[] = [];

/**
 * Notes the request whose headers are written next, synchronously. A note that is never used harms nobody: it is
 * taken only by the injection that it recognizes.
 */
export function noteOutgoingRequest(request: OutgoingRequest): void {
  if (noted.length === MAX_NOTED) noted.shift();
  noted.push(request);
}

/** Takes the note of the request that this injection is for, and later ones, which can no longer come to theirs. */
export function takeOutgoingRequest(context: Context, carrier: unknown): OutgoingRequest | undefined {
  for (let index = noted.length - 1; index >= 0; index -= 1) {
    const request = noted[index];
    if (request?.isInjection(context, carrier) !== true) continue;
    while (noted.length > index) noted.pop();
    return request;
  }
  return undefined;
}

/**
 * Notes the request whose headers are written into this carrier next, and where it goes.
 *
 * @param removeForwarded removes what the caller forwarded of these headers, where the carrier is not an object or a list
 * of headers
 */
export function noteCarrier(
  carrier: object,
  host: () => string,
  removeForwarded?: (fields: readonly string[]) => void,
): void {
  noteOutgoingRequest(new CarrierNote(carrier, host, removeForwarded));
}

class CarrierNote implements OutgoingRequest {
  readonly #carrier: object;
  readonly host: () => string;
  readonly removeForwarded?: (fields: readonly string[]) => void;

  constructor(carrier: object, host: () => string, removeForwarded?: (fields: readonly string[]) => void) {
    this.#carrier = carrier;
    this.host = host;
    if (removeForwarded) this.removeForwarded = removeForwarded;
  }

  isInjection(_context: Context, carrier: unknown): boolean {
    return carrier === this.#carrier;
  }
}
