import type { Picture } from '../picture.ts';
import { causeOf, type Check, type CheckGroup, outcomeOf, request, statusOf } from './check.ts';

/** `Root`, `Parent` and `Sampled` of the header that the service downstream got. */
function passedOn(picture: Picture, path: string): Record<string, string> {
  const [header = ''] = picture.exchange(path).passedOn;
  return Object.fromEntries(header.split(';').map((field) => field.trim().split('=', 2)));
}

function outcomes(client: string): Check[] {
  return [
    { status: '404', outcome: 'error', what: 'an answer of 404 is an error', why: 'yellow edge' },
    {
      status: '429',
      outcome: 'throttle and error',
      what: 'one of 429 is a throttle and an error',
      why: 'purple edge',
    },
    { status: '500', outcome: 'fault', what: 'one of 500 is a fault', why: 'red edge' },
  ].map(({ status, outcome, what, why }) => ({
    what,
    field: 'fault, error, throttle',
    why,
    look: (picture: Picture) => {
      const call = picture.call(`/${client}/${status}`);
      return `${String(statusOf(call))} ${outcomeOf(call)}`;
    },
    expected: `${status} ${outcome}`,
  }));
}

/** The same claims for every way to call. */
function callsBy(client: 'http' | 'fetch'): CheckGroup {
  const ok = `/${client}/200`;
  return {
    title: client === 'http' ? 'A call by http' : 'A call by fetch',
    checks: [
      {
        what: 'it is named after the host',
        field: 'name',
        why: 'the node on the trace map',
        look: (picture) => picture.call(ok).name,
        expected: /^127\.0\.0\.1(:\d+)?$/,
      },
      {
        what: 'it is a remote subsegment of the request',
        field: 'namespace, type, parent_id',
        why: 'an edge on the trace map',
        look: (picture) => {
          const call = picture.call(ok);
          return [call.namespace, call.type, picture.isWithin(call, picture.segment(ok))];
        },
        expected: ['remote', 'subsegment', true],
      },
      {
        what: 'request and call are two documents',
        field: '(documents)',
        why: 'no spans of sockets, name servers and middleware between',
        look: (picture) => picture.trace(ok).length,
        expected: 2,
      },
      {
        what: 'its method, URL with port, and status are shown',
        field: 'http.request, http.response',
        why: 'what was asked of whom',
        look: (picture) => {
          const call = picture.call(ok);
          return `${String(request(call, 'method'))} ${String(request(call, 'url'))} ${String(statusOf(call))}`;
        },
        expected: /^GET http:\/\/127\.0\.0\.1:\d+\/status\/200(\?page=2)? 200$/,
      },
      {
        what: 'the size of the answer is shown',
        field: 'http.response.content_length',
        why: 'large answers are slow ones',
        look: (picture) => picture.call(ok).http?.response?.['content_length'],
        expected: 11,
      },
      {
        what: 'the callee does not appear as a client',
        field: 'http.request.client_ip',
        why: 'X-Ray would show the address of the wrong side',
        look: (picture) => request(picture.call(ok), 'client_ip'),
        expected: undefined,
      },
      {
        what: 'the service downstream becomes its child',
        field: 'parent_id (downstream)',
        why: 'the trace goes on behind the call',
        look: (picture) => {
          const { Root, Parent, Sampled } = passedOn(picture, ok);
          const call = picture.call(ok);
          return [Root === call.trace_id, Parent === call.id, Sampled];
        },
        expected: [true, true, '1'],
      },
      ...outcomes(client),
      {
        what: 'a refused connection is a fault with its cause',
        field: 'fault, cause.exceptions',
        why: 'nobody listens there',
        look: (picture) => {
          const call = picture.call(`/${client}/refused`);
          return `${outcomeOf(call)} ${causeOf(call).join()}`;
        },
        expected: /^fault .*ECONNREFUSED/,
      },
      {
        what: 'a time-out is a fault with its cause',
        field: 'fault, cause.exceptions',
        why: 'nobody answers there',
        look: (picture) => {
          const call = picture.call(`/${client}/time-out`);
          return `${outcomeOf(call)} ${causeOf(call).join()}`;
        },
        expected: /^fault .*time-?out/i,
      },
      {
        what: 'a presigned URL is shown without its signature',
        field: 'http.request.url',
        why: 'whoever may read traces could use it',
        look: (picture) => request(picture.call(`/${client}/presigned`), 'url'),
        expected: (url: unknown) => typeof url === 'string' && !/abcdef0123456789|AKIAIOSFODNN7EXAMPLE/.test(url),
      },
    ],
  };
}

/** Calls by `http` and by `fetch`. */
export const httpCalls: readonly CheckGroup[] = [callsBy('http'), callsBy('fetch')];
