// Leaves signals to the package that argv[2] names; argv[3] is the signal.
const { ask, serveOne } = require('./serve-one.cjs');

const [, , way, signal] = process.argv;
const bye = (code, name) => console.log('bye', code, name);
const ways = {
  'signal-exit 3': () => {
    require('signal-exit3')(bye);
    ask(signal);
  },
  'signal-exit 4': () => {
    require('signal-exit4').onExit(bye);
    ask(signal);
  },
  'signal-exit 3 and 4': () => {
    require('signal-exit3')(bye);
    require('signal-exit4').onExit(bye);
    ask(signal);
  },
  'signal-exit 4, unloaded': () => {
    require('signal-exit4').onExit(bye)();
    ask(signal);
  },
  'signal-exit 3 at an exit': () => {
    require('signal-exit3')(bye);
    process.exit(3);
  },
  'signal-exit 4 at an empty event loop': (close) => {
    require('signal-exit4').onExit(bye);
    close();
  },
  'close-with-grace': (close) => {
    require('close-with-grace')(async (reason) => {
      console.log('closing', reason.signal);
      close();
    });
    ask(signal);
  },
  'close-with-grace and a second signal': () => {
    require('close-with-grace')(() => {
      ask(signal);
      return new Promise(() => {});
    });
    ask(signal);
  },
  'close-with-grace at a crash': (close) => {
    require('close-with-grace')({ logger: undefined }, async ({ err }) => {
      console.log('closing', err.message);
      close();
    });
    throw new Error('uncaught');
  },
  '@godaddy/terminus': (_close, server) => {
    require('@godaddy/terminus').createTerminus(server, {
      signals: [signal],
      onSignal: async () => console.log('cleaning'),
      onShutdown: async () => console.log('clean'),
    });
    ask(signal);
  },
  'Nest shutdown hooks': async () => {
    require('reflect-metadata');
    const { Module } = require('@nestjs/common');
    const { NestFactory } = require('@nestjs/core');
    class Root {
      async onApplicationShutdown(name) {
        console.log('shutdown', name);
      }
    }
    Module({})(Root);
    const app = await NestFactory.createApplicationContext(Root, { logger: false });
    app.enableShutdownHooks();
    ask(signal);
  },
};

serveOne(ways[way]);
