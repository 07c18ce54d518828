'use strict';

const http = require('node:http');
const { buffer } = require('node:stream/consumers');

/**
 * Starts a small proxy on a free port in front of the stand-in at `targetPort`. `handle(request, body, forward)`
 * gives the answer `{ status, headers, body }`; `forward()` fetches the stand-in's own.
 */
async function startProxy(targetPort, handle) {
  const server = http.createServer((request, response) => {
    answer(request, response).catch((error) => response.destroy(error));
  });

  async function answer(request, response) {
    const body = await buffer(request);
    const { status, headers, body: reply } = await handle(request, body, () => forward(targetPort, request, body));
    response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(reply) });
    response.end(reply);
  }

  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

async function forward(port, { method, url, headers }, body) {
  const response = await new Promise((resolve, reject) => {
    const request = http.request({ host: '127.0.0.1', port, method, path: url, headers }, resolve);
    request.on('error', reject);
    request.end(body);
  });
  const { 'transfer-encoding': _, connection: __, ...kept } = response.headers;
  return { status: response.statusCode, headers: kept, body: await buffer(response) };
}

module.exports = { startProxy };
