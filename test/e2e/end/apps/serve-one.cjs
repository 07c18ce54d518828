// One request to a server of this process: two spans that have ended when `then` is called.
const http = require('node:http');

/** Asks the test to send this process a signal. */
exports.ask = (signal) => console.log(`send ${signal}`);

exports.serveOne = (then) => {
  const server = http.createServer((_request, response) => response.end('served'));
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  server.listen(0, '127.0.0.1', () => {
    http.get({ host: '127.0.0.1', port: server.address().port, agent: false }, (answer) => {
      answer.resume().on('close', () => then(close, server));
    });
  });
};
