// A service in TypeScript that serves one request, and then ends.
import http from 'node:http';
import type { AddressInfo } from 'node:net';

const server: http.Server = http.createServer((_request, response) => {
  response.end('typed');
  server.close();
});
server.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ port: (server.address() as AddressInfo).port })));
