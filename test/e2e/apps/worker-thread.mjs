// A service whose one request is served in a worker thread, by Express.
import express from 'express';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { fileURLToPath } from 'node:url';

if (isMainThread) {
  new Worker(fileURLToPath(import.meta.url)).on('message', (port) => console.log(JSON.stringify({ port })));
} else {
  const app = express();
  app.get('/', (_request, response) => {
    response.end('from a thread');
    server.close();
  });
  const server = app.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port));
}
