// A service that brings OpenTelemetry of its own, as its argument names, and exports nothing by it. It marks each
// request by a span of its own.
const http = require('node:http');

const nowhere = { export: (_spans, done) => done({ code: 0 }), shutdown: () => Promise.resolve() };
const instrument = (name) => {
  const { registerInstrumentations } = require('@opentelemetry/instrumentation');
  const { HttpInstrumentation } = require(name);
  registerInstrumentations({ instrumentations: [new HttpInstrumentation()] });
};
const sdk = (instrumentations) => {
  const { NodeSDK } = require('@opentelemetry/sdk-node');
  new NodeSDK({ traceExporter: nowhere, metricReaders: [], logRecordProcessors: [], instrumentations }).start();
};
const ways = {
  nothing: () => undefined,
  'api 1.4': () => require('otel-api-1.4'),
  'api 1.9': () => require('otel-api-1.9'),
  'api 1.10': () => require('@opentelemetry/api'),
  'NodeSDK.start()': () => sdk([]),
  'NodeSDK.start() with HttpInstrumentation': () => {
    const { HttpInstrumentation } = require('@opentelemetry/instrumentation-http');
    sdk([new HttpInstrumentation()]);
  },
  'HttpInstrumentation 3.x': () => instrument('@opentelemetry/instrumentation-http'),
  'HttpInstrumentation 2.x': () => instrument('instrumentation-http-2'),
};

const api = ways[process.argv[2]]();
// The X-Ray SDK traces only where the application calls it; its folder puts the documented middleware here.
const wrap = globalThis.wrapHandler ?? ((handler) => handler);
const server = http.createServer(
  wrap((request, response) => {
    api?.trace.getTracer('app').startSpan(`own ${request.url}`).end();
    response.end('served');
  }),
);
server.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ port: server.address().port })));
