// An ES module that brings an instrumentation of its own.
import { registerInstrumentations } from '@opentelemetry/instrumentation';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';

registerInstrumentations({ instrumentations: [new HttpInstrumentation()] });
const { default: http } = await import('node:http');
const server = http.createServer((_request, response) => response.end('served'));
server.listen(0, '127.0.0.1', () => {
  http.get({ host: '127.0.0.1', port: server.address().port, agent: false }, (answer) => {
    answer.resume().on('close', () => server.close());
  });
});
