// Deals with signals in the way that argv[2] names; argv[3] is the signal.
const { AsyncLocalStorage, AsyncResource } = require('node:async_hooks');
const http = require('node:http');
const { ask, serveOne } = require('./serve-one.cjs');

const [, , way, signal] = process.argv;
const requests = new AsyncLocalStorage();
const ways = {
  'no handler': () => ask(signal),
  'a handler that exits': () => {
    process.on(signal, (...args) => {
      console.log(...args);
      process.exit(8);
    });
    ask(signal);
  },
  'a handler that drains and sets an exit code': (close) => {
    process.on(signal, () => {
      console.log('closing');
      process.exitCode = 7;
      close();
    });
    ask(signal);
  },
  'a handler that never exits': () => {
    process.on(signal, () => console.log('no'));
    ask(signal);
  },
  'a handler that throws': () => {
    process.on(signal, () => {
      throw new Error('in the handler');
    });
    ask(signal);
  },
  'a handler for once, and a second signal': () => {
    process.once(signal, () => {
      console.log('once');
      setTimeout(() => ask(signal), 50);
    });
    ask(signal);
  },
  'a handler that is removed': () => {
    const never = () => console.log('never');
    process.on(signal, never);
    setTimeout(() => {
      process.off(signal, never);
      ask(signal);
    }, 20);
  },
  'all handlers removed': () => {
    process.on(signal, () => console.log('never'));
    process.removeAllListeners(signal);
    ask(signal);
  },
  'a handler added late': () => {
    setTimeout(() => {
      process.on(signal, () => process.exit(3));
      ask(signal);
    }, 50);
  },
  'a handler added outside of every request': AsyncResource.bind(() => {
    process.on(signal, () => {
      console.log(requests.getStore());
      process.exit(3);
    });
    ask(signal);
  }),
  'a handler that raises the signal again': () => {
    const again = () => {
      process.off(signal, again);
      process.kill(process.pid, signal);
      console.log('never');
    };
    process.on(signal, again);
    ask(signal);
  },
  'a signal of its own': () => {
    process.kill(process.pid, signal);
    console.log('never');
  },
  'a signal emitted by the application': (close) => {
    console.log(process.emit(signal, signal), process.listenerCount(signal), process.eventNames().includes(signal));
    setTimeout(() => close(), 50);
  },
  'another signal than the handled one': () => {
    process.on(signal === 'SIGINT' ? 'SIGTERM' : 'SIGINT', () => console.log('never'));
    ask(signal);
  },
  // The request that is being served when the signal comes is answered to its end.
  'a request in flight': (close, server) => {
    server.removeAllListeners('request');
    server.on('request', (_request, response) => {
      process.once(signal, () => {
        server.close();
        setTimeout(() => response.end('complete'), 100);
      });
      ask(signal);
    });
    const request = { host: '127.0.0.1', port: server.address().port, path: '/slow', agent: false };
    http.get(request, (answer) => answer.setEncoding('utf8').on('data', (text) => console.log(text)));
  },
};

requests.run('a request', () => serveOne(ways[way]));
