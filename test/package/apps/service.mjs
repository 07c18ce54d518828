// The same service as an ES module.
import http from 'node:http';
import { trace } from '@opentelemetry/api';
import { capture, traceId } from 'otel-xray';

const server = http.createServer(async (request, response) => {
  const id = await capture('BuildAnswer', async () => {
    trace.getTracer('shop').startSpan('own api').end();
    return traceId();
  });
  response.end(id);
  server.close();
});
server.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ port: server.address().port })));
