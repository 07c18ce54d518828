// What other libraries put into the context, with copies of OpenTelemetry of their own, and what is the application's.
const { AsyncLocalStorage, AsyncResource } = require('node:async_hooks');
const events = require('node:events');
const http = require('node:http');
const { setTimeout: sleep } = require('node:timers/promises');
const { context, propagation } = require('@opentelemetry/api');

const core = require(process.argv[3] === '2.x' ? core2() : '@opentelemetry/core');

function core2() {
  return require.resolve('@opentelemetry/core', { paths: [require.resolve('instrumentation-http-2')] });
}

const ways = {
  'suppressTracing()': (ask) => context.with(core.suppressTracing(context.active()), ask),
  'RPC metadata': (ask) => ask(),
  baggage: (ask) => {
    const baggage = propagation.createBaggage({ tenant: { value: 'blue' } });
    return context.with(propagation.setBaggage(context.active(), baggage), ask);
  },
  AsyncLocalStorage: async (ask) => {
    const own = new AsyncLocalStorage();
    const seen = [];
    const note = (name) => seen.push([name, own.getStore()]);
    server.on('request', () => note('in the handler'));
    await own.run('outer', async () => {
      await ask();
      note('after the request');
      await (await fetch(`http://127.0.0.1:${server.address().port}`)).text();
      note('after fetch');
      own.enterWith('entered');
      await sleep(1);
      note('after a timer');
      const bound = AsyncResource.bind(() => note('bound'));
      own.run('inner', bound);
      own.exit(() => note('left'));
      const snapshot = AsyncLocalStorage.snapshot();
      own.run('inner', () => snapshot(() => note('by a snapshot')));
      await new Promise((resolve) => queueMicrotask(resolve));
      note('after a microtask');
    });
    note('outside');
    console.log(JSON.stringify(seen));
  },
};

const server = http.createServer((request, response) => {
  const metadata = core.getRPCMetadata(context.active());
  if (process.argv[2] === 'RPC metadata') metadata.route = '/items/:id';
  if (process.argv[2] === 'baggage')
    console.log(request.headers.baggage, propagation.getActiveBaggage()?.getEntry('tenant')?.value);
  response.end('served');
});
server.listen(0, '127.0.0.1', async () => {
  const ask = async () => {
    const [answer] = await events.once(
      http.get({ host: '127.0.0.1', port: server.address().port, path: '/items/7', agent: false }),
      'response',
    );
    await events.once(answer.resume(), 'close');
  };
  await ways[process.argv[2]](ask);
  server.close();
  server.closeAllConnections();
});
