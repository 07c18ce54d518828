// A service whose one request is served in a forked process.
const { fork } = require('node:child_process');
const http = require('node:http');

if (process.send) {
  const server = http.createServer((_request, response) => {
    response.end('from a fork');
    server.close();
    process.disconnect();
  });
  server.listen(0, '127.0.0.1', () => process.send(server.address().port));
} else {
  fork(__filename).on('message', (port) => console.log(JSON.stringify({ port })));
}
