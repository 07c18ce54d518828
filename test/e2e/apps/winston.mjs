// A service that logs one request with winston, and then ends.
import http from 'node:http';
import { createLogger, transports } from 'winston';

const logger = createLogger({ transports: [new transports.Console()] });

logger.info('outside');
const server = http.createServer((_request, response) => {
  logger.info('inside', { order: 7 });
  response.end();
  server.close();
});
server.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ port: server.address().port })));
