// A service in TypeScript that serves one request, and then ends.
const http = require('node:http');

type Listening = { port: number };

const server = http.createServer((_request: unknown, response: { end(body: string): void }): void => {
  response.end('typed');
  server.close();
});
server.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ port: (server.address() as Listening).port })));
