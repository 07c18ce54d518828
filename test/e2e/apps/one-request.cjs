// A service that serves one request, and then ends.
const http = require('node:http');

const server = http.createServer((_request, response) => {
  response.end('served');
  server.close();
});
server.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ port: server.address().port })));
