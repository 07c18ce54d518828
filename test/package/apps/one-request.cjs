// One request to itself, for the command line.
const http = require('node:http');
const server = http.createServer((request, response) => response.end());
server.listen(0, '127.0.0.1', () => {
  http.get({ host: '127.0.0.1', port: server.address().port, path: '/orders' }, (answer) => {
    answer.resume().on('end', () => server.close());
  });
});
