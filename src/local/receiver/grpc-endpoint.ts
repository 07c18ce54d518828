import { type handleUnaryCall, type MethodDefinition, Server, ServerCredentials, status } from '@grpc/grpc-js';
import type { SpanRecord } from '../../translator/index.ts';
import type { Access } from '../access/access.ts';
import type { ConnectionHandler } from './connection-handler.ts';
import { MAX_REQUEST_BYTES } from './decode-limits.ts';
import { decodeOtlpProtobuf } from './decode-otlp-protobuf.ts';
import { encodeExportResponse } from './export-response.ts';
import { TOKEN_MISSING } from '../access/token-access.ts';

/** Of one connection at a time; exporters have a few, and each may hold a whole message. */
const MAX_STREAMS = 100;

/**
 * OTLP/gRPC (https://opentelemetry.io/docs/specs/otlp/#otlpgrpc): spans go to `onSpans`; metrics and logs are
 * taken and dropped, so that no producer complains. A message that cannot be read is answered INVALID_ARGUMENT,
 * which tells a producer not to send it again.
 */
export function createGrpcEndpoint(onSpans: (spans: readonly SpanRecord[]) => void, access: Access): ConnectionHandler {
  const server = new Server({
    'grpc.max_receive_message_length': MAX_REQUEST_BYTES,
    'grpc.enable_channelz': 0,
    'grpc.max_concurrent_streams': MAX_STREAMS,
  });
  server.addService(
    { Export: exportMethod('trace.v1.TraceService') },
    { Export: guard(access, receiveTraces(onSpans)) },
  );
  server.addService({ Export: exportMethod('metrics.v1.MetricsService') }, { Export: guard(access, takeAndDrop) });
  server.addService({ Export: exportMethod('logs.v1.LogsService') }, { Export: guard(access, takeAndDrop) });
  const injector = server.createConnectionInjector(ServerCredentials.createInsecure());
  return {
    accept: (socket) => injector.injectConnection(socket),
    close: () => server.forceShutdown(),
  };
}

/** No browser speaks gRPC without asking for more than it is given here, so neither host nor origin is looked at. */
function guard(access: Access, handle: handleUnaryCall<Buffer, Buffer>): handleUnaryCall<Buffer, Buffer> {
  return (call, callback) => {
    const [authorization] = call.metadata.get('authorization');
    const isAllowed = access.isAllowed(authorization === undefined ? {} : { authorization: String(authorization) });
    if (isAllowed) handle(call, callback);
    else callback({ code: status.UNAUTHENTICATED, details: TOKEN_MISSING });
  };
}

function receiveTraces(onSpans: (spans: readonly SpanRecord[]) => void): handleUnaryCall<Buffer, Buffer> {
  return (call, callback) => {
    const result = decodeOtlpProtobuf(call.request);
    if (!result.ok) {
      callback({ code: status.INVALID_ARGUMENT, details: result.reason });
      return;
    }
    onSpans(result.spans);
    callback(null, encodeExportResponse('protobuf', result.rejectedSpans));
  };
}

const takeAndDrop: handleUnaryCall<Buffer, Buffer> = (_call, callback) => callback(null, Buffer.alloc(0));

function exportMethod(service: string): MethodDefinition<Buffer, Buffer> {
  const asIs = (bytes: Buffer): Buffer => bytes;
  return {
    path: `/opentelemetry.proto.collector.${service}/Export`,
    requestStream: false,
    responseStream: false,
    requestSerialize: asIs,
    requestDeserialize: asIs,
    responseSerialize: asIs,
    responseDeserialize: asIs,
  };
}
