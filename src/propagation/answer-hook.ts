import { context, diag, INVALID_TRACEID, TraceFlags } from '@opentelemetry/api';
import type { Context, Span } from '@opentelemetry/api';
import type { ClientRequest, IncomingMessage, ServerResponse } from 'node:http';
import type { ServerHttp2Stream } from 'node:http2';
import type { PropagationConfig } from '../config/config.ts';
import { readNote } from './incoming-trace.ts';
import { answerTraceHeader } from './response-header.ts';

/**
 * For the `responseHook` of the http instrumentation: makes server responses answer the trace header as
 * `OTEL_XRAY_RESPONSE_HEADER` says. Upstream calls the hook with the span's context active, for sampled and unsampled
 * requests, before the application's handler; responses that a client received it leaves alone. Never throws.
 *
 * The hook takes the request's context as third argument, by default the active one.
 */
export function createAnswerHook(
  mode: PropagationConfig['responseHeader'],
): (span: Span, response: HttpMessage, requestContext?: Context) => void {
  if (mode === 'never') return () => {};
  return (span, response, requestContext = context.active()) => {
    try {
      const spanContext = span.spanContext();
      if (!isServerResponse(response) || spanContext.traceId === INVALID_TRACEID) return;
      const { traceId, traceFlags } = spanContext;
      const requested = readNote(requestContext)?.requested === true;
      answerTraceHeader(response, { traceId, sampled: (traceFlags & TraceFlags.SAMPLED) !== 0, requested }, mode);
    } catch (error) {
      diag.debug('The trace header could not be prepared for a response.', error);
    }
  };
}

type HttpMessage = IncomingMessage | ClientRequest | ServerResponse | ServerHttp2Stream;

function isServerResponse(message: HttpMessage): message is ServerResponse | ServerHttp2Stream {
  return 'writeHead' in message || 'respond' in message;
}
