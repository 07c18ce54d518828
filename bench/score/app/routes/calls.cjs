'use strict';

/** Outgoing calls by `http` and `fetch`. What fails is caught: the request itself is answered with 200. */
module.exports = function addRoutes({ app, http, env }) {
  const targets = {
    200: '/status/200?page=2',
    404: '/status/404',
    429: '/status/429',
    500: '/status/500',
    'time-out': '/hang',
    presigned: '/status/200?X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20260101&X-Amz-Signature=abcdef0123456789',
  };
  const timeoutOf = ({ kind }) => (kind === 'time-out' ? 200 : 10_000);
  const urlOf = ({ kind }) => (kind === 'refused' ? `${env.REFUSED_URL}/` : env.WEB_URL + targets[kind]);

  const get = (url, timeout) =>
    new Promise((resolve, reject) => {
      const call = http.get(url, { timeout }, (answer) => answer.resume().on('end', resolve));
      call.on('timeout', () => call.destroy(new Error('socket time-out'))).on('error', reject);
    });
  app.get('/http/:kind', async (request, response) => {
    await get(urlOf(request.params), timeoutOf(request.params)).catch(() => {});
    response.send('ok');
  });

  app.get('/fetch/:kind', async (request, response) => {
    try {
      const answer = await fetch(urlOf(request.params), { signal: AbortSignal.timeout(timeoutOf(request.params)) });
      await answer.text();
    } catch {
      // The picture of the failed call is what counts here.
    }
    response.send('ok');
  });
};
