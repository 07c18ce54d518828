// Records a span by the copy of the API that it finds, around a request to itself.
const http = require('node:http');
const { context, trace } = require('@opentelemetry/api');

const server = http.createServer((_request, response) => response.end('served'));
server.listen(0, '127.0.0.1', () => {
  const span = trace.getTracer('application').startSpan('own work');
  context.with(trace.setSpan(context.active(), span), () => {
    http.get({ host: '127.0.0.1', port: server.address().port, agent: false }, (answer) => {
      answer.resume().on('close', () => {
        span.end();
        server.close();
      });
    });
  });
});
