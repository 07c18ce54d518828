// An ES-module application. The same flag traces it: `--import otel-xray/register`, or `--require`.

import { setTimeout as wait } from 'node:timers/promises';
import express from 'express';
import { annotate, capture, metadata } from 'otel-xray';
import { pino } from 'pino';

const log = pino();
const app = express();

app.get('/dice/:count', async (request, response) => {
  const count = Number(request.params.count);
  if (!Number.isInteger(count) || count < 1 || count > 100) {
    response.status(400).json({ error: `"${request.params.count}" is not a number of dice from 1 to 100.` });
    return;
  }
  const dice = await capture('RollDice', () => roll(count));
  log.info({ dice }, 'rolled'); // The line carries the trace id, in the form that X-Ray shows.
  response.json(dice);
});

/** Rolls one die after the other, as one does, and notes on the span what came out. */
async function roll(count) {
  annotate('dice', count);
  const dice = [];
  for (let thrown = 0; thrown < count; thrown += 1) {
    await wait(5);
    dice.push(1 + Math.floor(Math.random() * 6));
  }
  metadata('dice', dice);
  return dice;
}

const server = app.listen(Number(process.env.PORT ?? 3000), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}`);
});
