import { AWSXRayIdGenerator } from '@opentelemetry/id-generator-aws-xray';
import type { IdGenerator } from '@opentelemetry/sdk-trace';

/** An id generator that can be told the trace id of the next trace. */
export interface XRayIdGenerator extends IdGenerator {
  /**
   * Runs `start`; the first trace id that is asked for meanwhile is `traceId`. If none is asked for, `traceId` is
   * forgotten when `start` returns or throws, whose result or error passes through.
   */
  startWithTraceId<T>(traceId: string, start: () => T): T;
}

/**
 * Ids as X-Ray wants them: a trace id begins with the time, in seconds, from upstream's generator.
 *
 * @see https://docs.aws.amazon.com/xray/latest/devguide/xray-api-sendingdata.html#xray-api-traceids
 */
export function createXRayIdGenerator(): XRayIdGenerator {
  return new RootTakingIdGenerator();
}

const SPAN_ID_DIGITS = 16;
const NO_SPAN_ID = '0'.repeat(SPAN_ID_DIGITS);
/** Room for 64 span ids. */
const BATCH = Buffer.allocUnsafe(512);

class RootTakingIdGenerator implements XRayIdGenerator {
  readonly #upstream = new AWSXRayIdGenerator();
  /** Random digits, and how many of them are used up: one by one the ids would cost three times as much. */
  #spanIds = '';
  #spanIdAt = 0;
  #nextTraceId: string | undefined;

  generateTraceId(): string {
    const traceId = this.#nextTraceId ?? this.#upstream.generateTraceId();
    // Samplers and span processors run while a span starts and may start traces of their own: the id is given once.
    this.#nextTraceId = undefined;
    return traceId;
  }

  generateSpanId(): string {
    if (this.#spanIdAt >= this.#spanIds.length) this.#makeSpanIds();
    const spanId = this.#spanIds.slice(this.#spanIdAt, this.#spanIdAt + SPAN_ID_DIGITS);
    this.#spanIdAt += SPAN_ID_DIGITS;
    return spanId === NO_SPAN_ID ? this.#upstream.generateSpanId() : spanId;
  }

  #makeSpanIds(): void {
    for (let at = 0; at < BATCH.length; at += 4) BATCH.writeUInt32BE((Math.random() * 2 ** 32) >>> 0, at);
    this.#spanIds = BATCH.toString('hex');
    this.#spanIdAt = 0;
  }

  startWithTraceId<T>(traceId: string, start: () => T): T {
    this.#nextTraceId = traceId;
    try {
      return start();
    } finally {
      this.#nextTraceId = undefined;
    }
  }
}
