// A service that logs one request with winston, and then ends.
const http = require('node:http');
const winston = require('winston');

const logger = winston.createLogger({ transports: [new winston.transports.Console()] });

logger.info('outside');
const server = http.createServer((_request, response) => {
  logger.info('inside', { order: 7 });
  response.end();
  server.close();
});
server.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ port: server.address().port })));
