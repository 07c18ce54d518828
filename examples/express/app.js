'use strict';

// An Express application that asks another service (here: a second route of its own) with fetch.
// It knows nothing of tracing.

const express = require('express');

const GREETINGS = { de: 'Guten Tag', en: 'Hello', ja: 'こんにちは' };

const app = express();

app.get('/hello/:name', async (request, response) => {
  const language = request.query.language ?? 'en';
  const answer = await fetch(`${ownUrl()}/greetings/${encodeURIComponent(language)}`);
  if (!answer.ok) return response.status(404).send(`Nobody here speaks "${language}".\n`);
  return response.send(`${await answer.text()}, ${request.params.name}!\n`);
});

app.get('/greetings/:language', (request, response) => {
  const greeting = GREETINGS[request.params.language];
  if (greeting === undefined) response.sendStatus(404);
  else response.send(greeting);
});

const server = app.listen(Number(process.env.PORT ?? 3000), '127.0.0.1', () => {
  console.log(`listening on ${ownUrl()}`);
});

function ownUrl() {
  return `http://127.0.0.1:${server.address().port}`;
}
