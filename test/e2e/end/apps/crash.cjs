// Crashes while it serves a request, in the way that argv[2] names.
const http = require('node:http');
const { setTimeout: sleep } = require('node:timers/promises');

const ways = {
  'an exception in the handler': () => {
    throw new TypeError('no such order');
  },
  'an exception in a callback': () => setTimeout(() => JSON.parse('no JSON'), 5),
  'an exception of an awaited call': async () => {
    await sleep(5);
    throw new TypeError('no such order');
  },
  'an exception after which the application cleans up': () => {
    process.on('uncaughtException', async () => {
      await sleep(20);
      process.exit(6);
    });
    setTimeout(() => JSON.parse('no JSON'), 5);
  },
  'an exception with causes': () => {
    const reset = Object.assign(new RangeError('socket closed'), { code: 'ECONNRESET' });
    const refused = new TypeError('no database', { cause: reset });
    setTimeout(() => {
      throw new Error('no such order', { cause: refused });
    }, 5);
  },
  'an AggregateError': () =>
    setTimeout(() => {
      const errors = [new TypeError('first host'), new RangeError('second host')];
      throw new AggregateError(errors, 'no host answered');
    }, 5),
  'a rejection with a cause': () => {
    void Promise.reject(new Error('no such order', { cause: new TypeError('no database') }));
  },
  'an exception that the application survives': (response) => {
    process.once('uncaughtException', () => {
      response.on('close', () => process.exit(0));
      response.end('answered');
    });
    setTimeout(() => JSON.parse('no JSON'), 5);
  },
};

const server = http.createServer((_request, response) => ways[process.argv[2]](response));
server.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ port: server.address().port })));
