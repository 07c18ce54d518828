// A service whose one request is served by a worker of a cluster.
const cluster = require('node:cluster');
const http = require('node:http');

if (cluster.isPrimary) {
  cluster.on('listening', (_worker, { port }) => console.log(JSON.stringify({ port })));
  cluster.fork();
} else {
  const server = http.createServer((_request, response) => {
    response.end('from a cluster');
    cluster.worker.disconnect();
  });
  server.listen(0, '127.0.0.1');
}
