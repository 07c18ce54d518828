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

class RootTakingIdGenerator implements XRayIdGenerator {
  readonly #upstream = new AWSXRayIdGenerator();
  #nextTraceId: string | undefined;

  generateTraceId(): string {
    const traceId = this.#nextTraceId ?? this.#upstream.generateTraceId();
    // Samplers and span processors run while a span starts and may start traces of their own: the id is given once.
    this.#nextTraceId = undefined;
    return traceId;
  }

  generateSpanId(): string {
    return this.#upstream.generateSpanId();
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
