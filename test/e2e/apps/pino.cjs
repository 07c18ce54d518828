// A service that logs one request with pino, and then ends.
const http = require('node:http');
const pino = require('pino');

const logger = pino();

logger.info('outside');
const server = http.createServer((_request, response) => {
  logger.info({ order: 7 }, 'inside');
  response.end();
  server.close();
});
server.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ port: server.address().port })));
