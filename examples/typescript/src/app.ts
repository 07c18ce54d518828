// A shipping-quote service in TypeScript: the span helpers are typed, and `capture` gives back what its function does.

import { createServer, type ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { annotate, capture, metadata, setUser, traceId } from 'otel-xray';

interface Offer {
  readonly carrier: string;
  readonly cents: number;
}

const CENTS_PER_KILOGRAM: Readonly<Record<string, number>> = { Pigeon: 900, Donkey: 150, Ship: 40 };

/** Asks one carrier for its price; the call is a span of its own. */
async function ask(carrier: string, kilograms: number): Promise<Offer> {
  await wait(10);
  const perKilogram = CENTS_PER_KILOGRAM[carrier];
  if (perKilogram === undefined) throw new Error(`There is no carrier "${carrier}"`);
  return { carrier, cents: Math.ceil(perKilogram * kilograms) };
}

async function findCheapest(kilograms: number): Promise<Offer> {
  const carriers = Object.keys(CENTS_PER_KILOGRAM);
  const offers = await Promise.all(carriers.map((carrier) => capture(`Ask ${carrier}`, () => ask(carrier, kilograms))));
  metadata('offers', offers);
  const cheapest: Offer = offers.reduce((best, offer) => (offer.cents < best.cents ? offer : best));
  annotate('carrier', cheapest.carrier);
  return cheapest;
}

async function answer(url: URL, response: ServerResponse): Promise<void> {
  const kilograms = Number(url.searchParams.get('kilograms'));
  if (url.pathname !== '/quote' || !(kilograms > 0)) {
    reply(response, 400, { error: 'Ask for /quote?kilograms=<a number above 0>.' });
    return;
  }
  setUser(url.searchParams.get('customer') ?? 'somebody');
  const offer: Offer = await capture('FindCheapest', () => findCheapest(kilograms));
  const trace: string | undefined = traceId();
  reply(response, 200, { ...offer, trace });
}

function reply(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(`${JSON.stringify(body)}\n`);
}

const server = createServer((request, response) => {
  answer(new URL(request.url ?? '/', 'http://localhost'), response).catch((error: unknown) => {
    reply(response, 500, { error: String(error) });
  });
});

server.listen(Number(process.env['PORT'] ?? 3000), '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object') console.log(`listening on http://127.0.0.1:${address?.port}`);
});
