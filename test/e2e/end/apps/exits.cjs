// Ends without a signal, in the way that argv[2] names.
const { serveOne } = require('./serve-one.cjs');

const ways = {
  'an empty event loop': (close) => close(),
  'an exit code and an empty event loop': (close) => {
    process.exitCode = 5;
    close();
  },
  'process.exit()': () => process.exit(4),
  'process.exit() after a while': () => setTimeout(() => process.exit(4), 20),
  'process.exit() within an exit listener': () => {
    process.on('exit', (code) => {
      console.log('first', code);
      process.exit(9);
    });
    process.on('exit', () => console.log('never'));
    process.exit(2);
  },
  'an exit listener that changes the code': (close) => {
    process.on('exit', () => {
      process.exitCode = 6;
    });
    close();
  },
  'an exit listener that throws': () => {
    process.on('exit', () => {
      throw new Error('in the exit listener');
    });
    process.exit(3);
  },
  'more listeners than Node likes, but one': (close) => {
    for (let i = 0; i < 10; i += 1) {
      process.on('exit', () => console.log('exit', i));
      process.on('SIGTERM', () => {});
    }
    close();
  },
  'work in beforeExit': (close) => {
    let times = 0;
    process.on('beforeExit', () => {
      times += 1;
      console.log('beforeExit', times);
      if (times < 3) setTimeout(() => {}, 5);
    });
    close();
  },
  'process.exit() in beforeExit': (close) => {
    process.on('beforeExit', () => process.exit(7));
    close();
  },
  'process.reallyExit()': () => process.reallyExit(5),
  'exit emitted by the application, which goes on': (close) => {
    process.emit('exit', 0);
    setTimeout(() => close(), 20);
  },
  'an uncaught exception': () => {
    throw new Error('uncaught');
  },
  'an uncaught exception that is no error': () => {
    throw null;
  },
  'an unhandled rejection': () => void Promise.reject(new Error('unhandled')),
  'an uncaught exception that is handled': (close) => {
    process.on('uncaughtException', ({ message }) => {
      console.log('handled', message);
      close();
    });
    throw new Error('uncaught');
  },
  'an uncaught exception that is handled by process.exit()': () => {
    process.on('uncaughtException', () => process.exit(6));
    throw new Error('uncaught');
  },
  'an uncaught exception whose handler throws': () => {
    process.on('uncaughtException', () => {
      throw new Error('in the handler');
    });
    throw new Error('uncaught');
  },
  'an uncaught exception that is captured': (close) => {
    process.setUncaughtExceptionCaptureCallback(({ message }) => {
      console.log('captured', message);
      close();
    });
    throw new Error('uncaught');
  },
  'an unhandled rejection that is handled': (close) => {
    process.on('unhandledRejection', ({ message }) => {
      console.log('handled', message);
      close();
    });
    void Promise.reject(new Error('unhandled'));
  },
  'process.abort()': () => process.abort(),
  SIGKILL: () => process.kill(process.pid, 'SIGKILL'),
};

serveOne(ways[process.argv[2]]);
