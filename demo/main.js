'use strict';

// The demo itself: starts the stand-ins for AWS and PostgreSQL, then the three services, sends the visitors in, and
// stays open for more (or ends, with --once). Run it with `npm run demo`.

const { setTimeout: sleep } = require('node:timers/promises');
const { parseArgs } = require('node:util');
const { startService } = require('./services.js');
const { startStandIns } = require('./stand-ins/start.js');
const { VISITS, visit } = require('./visits.js');

/** Long enough for the last traces to be printed before the closing words. */
const LAST_TRACES_MILLIS = 2_000;
/** What every service is told: production manners, and not to look for an AWS platform around it. */
const SURROUNDINGS = {
  NODE_ENV: 'production',
  OTEL_NODE_RESOURCE_DETECTORS: 'none',
  AWS_SDK_JS_SUPPRESS_MAINTENANCE_MODE_MESSAGE: '1',
};
const USAGE = 'Usage: npm run demo -- [--once] [--port <port of the shop>]';

function say(line) {
  process.stdout.write(`${line}\n`);
}

/** The options, or undefined after one sentence about what is wrong with them. */
function readOptions() {
  try {
    const { values } = parseArgs({
      options: { once: { type: 'boolean', default: false }, port: { type: 'string', default: '0' } },
    });
    if (/^\d{1,5}$/.test(values.port) && Number(values.port) <= 65_535) return values;
    console.error(`"--port" is "${values.port}"; expected a number from 0 (any free port) to 65535. ${USAGE}`);
  } catch (error) {
    console.error(`${error.message.split('. ')[0]}. ${USAGE}`);
  }
  return undefined;
}

/** Resolves when the user or the system ends the demo, and rejects when a service ends by itself. */
function createEnding() {
  const { promise, resolve, reject } = Promise.withResolvers();
  promise.catch(() => {}); // Whoever waits for it hears of it.
  process.on('SIGINT', resolve);
  process.on('SIGTERM', resolve);
  return { ended: promise, onCrash: reject };
}

/** Starts stand-ins and services; pushes onto `closers` how to end each, so that a failure half-way ends them too. */
async function openShop(port, onCrash, closers) {
  say('Opening a small shop: DynamoDB, SQS, S3 and PostgreSQL first (stand-ins inside this process) …');
  const standIns = await startStandIns();
  closers.push(standIns.close);
  const start = async (name, environment) => {
    const service = await startService(name, { ...SURROUNDINGS, ...standIns.environment, ...environment }, onCrash);
    closers.push(service.stop);
    return service.url;
  };
  say('… then its services, each an ordinary Node program that is traced by the preload flag alone:');
  const [pricingUrl] = await Promise.all([
    start('pricing', { PORT: '0' }),
    // Only orders of traced requests are of interest, not every look into an empty queue.
    start('worker', { OTEL_TRACES_SAMPLER: 'parentbased_always_off' }),
  ]);
  const url = await start('shop', { PORT: port, PRICING_URL: pricingUrl });
  return { url, waitForReceipt: standIns.waitForReceipt };
}

async function sendVisitors(shop) {
  say(`${VISITS.length} visitors come in: most are served; one asks for a lost order, one is throttled by DynamoDB,`);
  say('one waits for a slow report, and one finds a bug. Here are their traces.');
  for (const each of VISITS) {
    await visit(shop.url, each);
    if (each.receipt !== undefined) await shop.waitForReceipt(each.receipt);
  }
}

function sayWhatNext(url) {
  const json = "-H 'content-type: application/json' -d";
  say(`
The shop stays open. Try one of these and see its trace here:
  curl -i ${url}/products/cup
  curl ${url}/reports/daily
  curl -X PUT ${url}/carts/grace ${json} '{"sku":"cup"}'
  curl -X POST ${url}/orders ${json} '{"sku":"cup","quantity":6}'
  curl -X POST ${url}/orders ${json} '{"sku":"cup","quantity":6,"coupon":"OOPS"}'
Then read demo/shop.js, and trace a service of your own: otel-xray dev -- node app.js
Ctrl-C closes the shop.`);
}

async function run({ once, port }, { ended, onCrash }, closers) {
  const shop = await openShop(port, onCrash, closers);
  await sendVisitors(shop);
  if (once) return;
  await sleep(LAST_TRACES_MILLIS);
  sayWhatNext(shop.url);
  await ended;
}

async function main() {
  const options = readOptions();
  if (options === undefined) return 2;
  const ending = createEnding();
  const closers = [];
  try {
    await Promise.race([run(options, ending, closers), ending.ended]);
    return 0;
  } catch (error) {
    console.error(`The demo ends early: ${error.message}.`);
    return 1;
  } finally {
    // The last opened first: services send their last spans before what they talk to goes away.
    for (const close of closers.reverse()) await close();
  }
}

void main().then((code) => process.exit(code));
