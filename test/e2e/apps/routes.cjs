// Every way in which Express 4 and 5 route a request or report an error. The service ends with its standard input.
module.exports = function serve(express) {
  const app = express();
  const answer = (_request, response) => response.end('ok');
  const passOn = (_request, _response, next) => next();
  app.use(passOn);

  app.get('/', answer);
  app.get('/users/:id', passOn, answer);
  app.post('/users/:id', answer);
  app.route('/reports/:year').get(answer);
  app.get(['/one', '/two/:id'], answer);
  app.get(/^\/v\d+$/, answer);

  // A route that passes the request on to the next one that matches.
  app.get('/either/:first', passOn);
  app.get('/skipped/:first', (_request, _response, next) => next('route'), answer);
  app.get(['/either/:second', '/skipped/:second'], answer);

  // Routers mounted in routers, and an application in an application.
  const things = express.Router();
  things.get('/', answer);
  things.get('/:id', answer);
  const api = express.Router();
  api.use('/things', things);
  app.use('/api/v1', api);
  const admin = express();
  admin.get('/panel/:tab', answer);
  app.use('/admin', admin);

  // A router that looks at the request and passes it on.
  const audit = express.Router();
  audit.use('/on', passOn);
  audit.get('/never', answer);
  app.use('/passed', audit);
  app.get('/passed/on/:id', answer);
  app.use('/middleware', answer);

  class QuotaError extends Error {
    name = 'QuotaError';
    status = 429;
  }
  app.get('/throws/:id', () => {
    throw new TypeError('thrown');
  });
  // Express 4 leaves rejections to the application.
  app.get('/rejects', (_request, _response, next) => {
    const rejected = Promise.reject(new RangeError('rejected'));
    return process.env.EXPRESS === '5' ? rejected : rejected.catch(next);
  });
  app.get('/passes', (_request, _response, next) => next(new QuotaError('passed')));
  app.get('/text', (_request, _response, next) => next('only text'));
  things.get('/:id/throws', () => {
    throw new TypeError('thrown in a router');
  });
  app.get('/handled/:id', (_request, _response, next) => next(new Error('handled')));
  app.use('/handled', (_error, _request, response, _next) => response.status(400).end('handled'));
  app.get('/replaced', (_request, _response, next) => next(new Error('first')));
  app.use((error, _request, _response, next) => next(error.message === 'first' ? new QuotaError('second') : error));

  const server = app.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ port: server.address().port })));
  process.stdin.resume().on('end', () => {
    server.close();
    server.closeAllConnections();
  });
};
