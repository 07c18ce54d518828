// A service that uses the helpers and an API copy of its own; answers one request and ends.
const http = require('node:http');
const { trace } = require('@opentelemetry/api');
const { capture, traceId } = require('otel-xray');

const server = http.createServer(async (request, response) => {
  const id = await capture('BuildAnswer', async () => {
    trace.getTracer('shop').startSpan('own api').end();
    return traceId();
  });
  response.end(id);
  server.close();
});
server.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ port: server.address().port })));
