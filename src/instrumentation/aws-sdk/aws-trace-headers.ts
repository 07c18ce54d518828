import { type Context, propagation } from '@opentelemetry/api';
import { TRACE_HEADER_NAME } from '../../xray/trace-header.ts';

/** What the AWS instrumentations need of the configured propagation; passed in, since components do not know each other. */
export interface AwsTraceHeaders {
  /**
   * Writes every configured propagation header for the span in `context` into `carrier`, names in lower case.
   *
   * @param host the host that the request goes to, without port, where the AWS SDK tells it
   */
  inject(context: Context, carrier: Record<string, string>, host?: string): void;
  /** The `X-Amzn-Trace-Id` value that names the span in `context` as parent, or undefined where there is none. */
  xrayHeader(context: Context): string | undefined;
}

/**
 * Trace headers from the propagator that is registered with `@opentelemetry/api`.
 *
 * @param noteHost tells the propagation where the headers in `carrier` go, `host:443`: a propagator sees only the headers;
 * absent where it does not ask
 */
export function createAwsTraceHeaders(noteHost?: (carrier: object, host: string) => void): AwsTraceHeaders {
  const inject: AwsTraceHeaders['inject'] = (context, carrier, host) => {
    if (host !== undefined && noteHost !== undefined) noteHost(carrier, `${host}:443`);
    propagation.inject(context, carrier);
  };
  return {
    inject,
    xrayHeader: (context) => {
      const carrier: Record<string, string> = {};
      propagation.inject(context, carrier);
      return carrier[TRACE_HEADER_NAME];
    },
  };
}
