// Sets OpenTelemetry up by itself, in the ways that argv names, before it asks itself.
const path = require('node:path');

const traceExporter = {
  export: (spans, done) => {
    console.log(spans.length, 'spans');
    done({ code: 0 });
  },
  shutdown: () => Promise.resolve(),
};
const logPrinter = {
  onEmit: ({ body }) => console.log(body),
  forceFlush: () => Promise.resolve(),
  shutdown: () => Promise.resolve(),
};

const ways = {
  'NodeSDK.start()': () => {
    const { logs } = require('@opentelemetry/api');
    const { NodeSDK } = require('@opentelemetry/sdk-node');
    new NodeSDK({ traceExporter, metricReaders: [], logRecordProcessors: [logPrinter] }).start();
    logs.getLogger('app').emit({ body: 'a log of the application' });
  },
  'NodeSDK.start() with instrumentations': () => {
    const { NodeSDK } = require('@opentelemetry/sdk-node');
    const { HttpInstrumentation } = require('@opentelemetry/instrumentation-http');
    const { UndiciInstrumentation } = require('@opentelemetry/instrumentation-undici');
    new NodeSDK({
      traceExporter,
      metricReaders: [],
      logRecordProcessors: [],
      instrumentations: [new HttpInstrumentation(), new UndiciInstrumentation()],
    }).start();
  },
  'a provider of its own': () => {
    const { context, propagation, trace } = require('@opentelemetry/api');
    const { TracerProvider } = require('@opentelemetry/sdk-trace');
    const { AsyncLocalStorageContextManager } = require('@opentelemetry/context-async-hooks');
    const { W3CTraceContextPropagator } = require('@opentelemetry/core');
    trace.setGlobalTracerProvider(new TracerProvider());
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
    propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  },
  'instrumentations of 3.x': () => {
    const { registerInstrumentations } = require('@opentelemetry/instrumentation');
    const { HttpInstrumentation } = require('@opentelemetry/instrumentation-http');
    const { UndiciInstrumentation } = require('@opentelemetry/instrumentation-undici');
    registerInstrumentations({ instrumentations: [new HttpInstrumentation(), new UndiciInstrumentation()] });
  },
  'instrumentations of 2.x': () => {
    const { registerInstrumentations } = require('@opentelemetry/instrumentation');
    const { HttpInstrumentation } = require('instrumentation-http-2');
    registerInstrumentations({ instrumentations: [new HttpInstrumentation({ enabled: false })] });
  },
  'start() with instrumentations of 3.x': () => {
    const { HttpInstrumentation } = require('@opentelemetry/instrumentation-http');
    start({ instrumentations: [new HttpInstrumentation()] });
  },
  'start() with instrumentations of 2.x': () => {
    const { HttpInstrumentation } = require('instrumentation-http-2');
    start({ instrumentations: [[new HttpInstrumentation()]] });
  },
  'start() beside an SDK': () => {
    ways['NodeSDK.start()']();
    start();
  },
};

function start(options) {
  require(path.resolve('package/index.js')).start(options);
}

ways[process.argv[2]]();
const http = require('node:http');
const server = http.createServer((_request, response) => response.end('served'));
server.listen(0, '127.0.0.1', async () => {
  const { port } = server.address();
  await (await fetch(`http://127.0.0.1:${port}/by-fetch`)).text();
  http.get({ host: '127.0.0.1', port, agent: false }, (answer) => {
    answer.resume().on('close', () => {
      server.close();
      server.closeAllConnections();
    });
  });
});
