// Starts otel-xray from code, as `argv[2]` says, serves itself one request, and ends.
const { createRequire } = require('node:module');
const path = require('node:path');

// As from a file in the working directory, whose package names itself otel-xray.
const { start } = createRequire(path.join(process.cwd(), 'app.js'))('otel-xray');
const wrong = [
  null,
  'text',
  { service: 'misspelt' },
  { serviceName: 7 },
  { exporter: { protocol: 'carrier-pigeon' } },
  { exporter: { timeoutMillis: -1 } },
  { sampling: { sampler: 'always' } },
  { propagation: { propagateTo: 'one.example' } },
  { instrumentations: [{}] },
  { spanProcessors: 'none' },
];
const report = {};
const options = { serviceName: 'by-code', sampling: { sampler: 'always_on' } };
if (process.argv[2] === 'wrong') {
  report.errors = wrong.map((options) => {
    try {
      start(options);
      return 'started';
    } catch (error) {
      return `${error.name}: ${error.message}`;
    }
  });
}
const first = start(options);
report.same = first === start({ serviceName: 'second' });

const http = require('node:http');
const server = http.createServer((_request, response) => response.end('served'));
server.listen(0, '127.0.0.1', () => {
  http.get({ host: '127.0.0.1', port: server.address().port, agent: false }, (answer) => {
    answer.resume().on('end', async () => {
      server.close();
      if (process.argv[2] === 'shutdown') await first.shutdown();
      if (process.argv[2] === 'flush') await first.forceFlush();
      console.log(JSON.stringify(report));
      // Nothing may be left for the end of the process to send.
      if (process.argv[2] === 'shutdown' || process.argv[2] === 'flush') process.exit(0);
    });
  });
});
