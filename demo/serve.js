'use strict';

const http = require('node:http');

/**
 * Serves `handler` on 127.0.0.1 at PORT (any free port when unset) and says where. At SIGTERM or Ctrl-C it takes
 * no more requests, finishes those under way, runs `close` and so lets the process end by itself.
 */
function serve(handler, close = () => {}) {
  const server = http.createServer(handler);
  server.on('error', (error) => {
    const reason = error.code === 'EADDRINUSE' ? `port ${process.env.PORT} is already in use` : error.message;
    console.error(`cannot start: ${reason}`);
    process.exitCode = 1;
    close();
  });
  server.listen(Number(process.env.PORT ?? 0), '127.0.0.1', () => {
    console.log(`listening on http://127.0.0.1:${server.address().port}`);
  });
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    server.close(close);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

module.exports = { serve };
