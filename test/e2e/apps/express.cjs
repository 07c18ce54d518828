// A service that serves one request, calling downstream with fetch and http.get, and then ends.
const express = require('express');
const http = require('node:http');

const downstream = http.createServer((request, response) => response.end(JSON.stringify(request.headers)));
downstream.listen(0, '127.0.0.1', () => {
  const base = `http://127.0.0.1:${downstream.address().port}`;
  const app = express();
  app.use((_request, _response, next) => next());
  app.get('/users/:id', async (_request, response) => {
    const viaFetch = await (await fetch(`${base}/fetched`, { headers: forwarded() })).json();
    const viaHttp = await new Promise((resolve) => {
      http.get(`${base}/got`, { headers: forwarded() }, (answer) => {
        let body = '';
        answer.on('data', (chunk) => (body += chunk)).on('end', () => resolve(JSON.parse(body)));
      });
    });
    response.json({ viaFetch, viaHttp });
    response.on('finish', () => {
      server.close();
      downstream.close();
      server.closeAllConnections();
      downstream.closeAllConnections();
    });
  });
  const server = app.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ port: server.address().port })));
});

// Some applications forward the headers that they got; exactly one of each must leave.
function forwarded() {
  return process.env.FORWARDED_HEADERS ? JSON.parse(process.env.FORWARDED_HEADERS) : {};
}
