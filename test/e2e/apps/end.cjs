// A service that answers one request of its own and then ends in the way that `argv[2]` names.
const http = require('node:http');

const server = http.createServer((_request, response) => response.end('served'));
const close = () => {
  server.close();
  server.closeAllConnections();
};
const ready = () => console.log('ready');
const ends = {
  drain: close,
  'exit code': () => {
    process.exitCode = 5;
    close();
  },
  exit: () => process.exit(4),
  throw: () => {
    throw new Error('uncaught');
  },
  reject: () => void Promise.reject(new Error('unhandled')),
  'no handler': ready,
  'own handler': () => {
    process.on('SIGTERM', () => {
      console.log('closing');
      process.exitCode = 7;
      close();
    });
    ready();
  },
  'own handler, once': () => {
    process.once('SIGTERM', () => {
      console.log('closing');
      process.exitCode = 7;
      close();
    });
    ready();
  },
  'own handler that exits': () => {
    process.on('SIGTERM', () => process.exit(8));
    ready();
  },
  'own handler that goes on': () => {
    let signals = 0;
    process.on('SIGTERM', () => {
      signals += 1;
      console.log(`signal ${signals}`);
      if (signals === 3) close();
      else process.kill(process.pid, 'SIGTERM');
    });
    ready();
  },
  // As the package signal-exit: cleans up, and ends the process only where nobody else listens.
  'handler that counts': () => {
    const onSignal = () => {
      if (process.listeners('SIGTERM').length > 1) return;
      process.removeListener('SIGTERM', onSignal);
      console.log('clean');
      process.kill(process.pid, 'SIGTERM');
    };
    process.on('SIGTERM', onSignal);
    ready();
  },
};

server.listen(0, '127.0.0.1', () => {
  http.get({ host: '127.0.0.1', port: server.address().port, agent: false }, (answer) => {
    answer.resume().on('close', ends[process.argv[2]]);
  });
});
