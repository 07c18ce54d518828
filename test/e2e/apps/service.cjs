// A service for many requests, without a framework. It ends when its standard input does.
const http = require('node:http');

// Answers with the headers as they came over the wire, so that one that came twice is seen twice.
const downstream = http.createServer((request, response) => response.end(JSON.stringify(request.rawHeaders)));

const routes = {
  // Calls downstream by fetch and by http.get.
  call: async (request, response) => {
    const url = `http://127.0.0.1:${downstream.address().port}/downstream`;
    const headers = forwarded(request);
    const viaFetch = await (await fetch(url, { headers })).json();
    const viaHttp = await new Promise((resolve, reject) => {
      const options = { headers: Object.fromEntries(headers) };
      http.get(url, options, (answer) => read(answer).then((body) => resolve(JSON.parse(body)))).on('error', reject);
    });
    response.end(JSON.stringify({ viaFetch, viaHttp }));
  },
  health: (_request, response) => response.end('healthy'),
  healthz: (_request, response) => response.end('healthy'),
  plain: (_request, response) => response.end('plain'),
  // Sends its head at once and the body in pieces.
  stream: (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/plain' });
    response.write('one ');
    setImmediate(() => response.end('two'));
  },
  // Sends an informational answer first.
  hints: (_request, response) => {
    response.writeEarlyHints({ link: '</style.css>; rel=preload' });
    response.end('after hints');
  },
  // Answers a trace header of its own.
  own: (_request, response) => {
    response.setHeader('x-amzn-trace-id', 'mine');
    response.end('own');
  },
};

const server = http.createServer(async (request, response) => {
  const route = routes[request.url.slice(1).split('?')[0]];
  if (route) return route(request, response);
  response.statusCode = 404;
  response.end();
});
downstream.listen(0, '127.0.0.1', () => {
  server.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ port: server.address().port })));
});
process.stdin.resume().on('end', () => {
  for (const each of [server, downstream]) {
    each.close();
    each.closeAllConnections();
  }
});

// Some applications pass on the headers that they got, in whatever case they write them.
function forwarded(request) {
  const spell = {
    lower: (name) => name,
    upper: (name) => name.toUpperCase(),
    mixed: (name) => name[0].toUpperCase() + name.slice(1),
  };
  const spelt = spell[request.headers['x-forward']];
  if (!spelt) return [];
  const names = ['x-amzn-trace-id', 'traceparent', 'tracestate', 'baggage'];
  return names.filter((name) => request.headers[name]).map((name) => [spelt(name), request.headers[name]]);
}

async function read(stream) {
  let text = '';
  for await (const piece of stream.setEncoding('utf8')) text += piece;
  return text;
}
