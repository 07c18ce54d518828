'use strict';

/** Requests that the service answers by itself. */
module.exports = function addRoutes({ app, http, failures, env }) {
  app.get('/plain', (_request, response) => response.send('hello world'));
  app.get('/last', (_request, response) => response.send('hello world'));
  app.get('/orders/:id', (_request, response) => response.send('order'));
  app.get('/status/:status', (request, response) => response.status(Number(request.params.status)).send('done'));

  app.get('/throws', () => failures.failOrder());
  app.get('/rejects', () => failures.failLater());
  app.get('/chained', () => failures.failWithCauses());
  app.get('/text', (_request, _response, next) => next('only text'));

  // What arrives here is passed on to a service downstream.
  app.get('/headers/:form', (_request, response) => {
    http.get(`${env.WEB_URL}/status/200`, (answer) => answer.resume().on('end', () => response.send('passed on')));
  });
};
