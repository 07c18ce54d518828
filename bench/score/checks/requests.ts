import type { Picture } from '../picture.ts';
import { causeOf, type CheckGroup, detail, exceptionsOf, outcomeOf, request, statusOf } from './check.ts';

const plain = '/plain';

/** Requests that the service serves. */
export const requests: CheckGroup = {
  title: 'A request to the service',
  checks: [
    {
      what: 'it is a segment named after the service',
      field: 'name',
      why: 'the node on the trace map',
      look: (picture) => picture.segment(plain).name,
      expected: 'shop',
    },
    {
      what: 'it is one document when it calls nobody',
      field: '(documents)',
      why: 'the story is readable, and each document is paid for',
      look: (picture) => picture.trace(plain).map(({ name }) => name),
      expected: ['shop'],
    },
    {
      what: 'its method, URL and status are shown',
      field: 'http.request, http.response',
      why: 'how requests are found: http.url, http.status',
      look: (picture) => {
        const segment = picture.segment(plain);
        return `${String(request(segment, 'method'))} ${String(request(segment, 'url'))} ${String(statusOf(segment))}`;
      },
      expected: /^GET http:\/\/127\.0\.0\.1:\d+\/plain\?page=2 200$/,
    },
    {
      what: 'its user agent is shown',
      field: 'http.request.user_agent',
      why: 'which client has the problem',
      look: (picture) => request(picture.segment(plain), 'user_agent'),
      expected: 'browser/1.0',
    },
    {
      what: 'behind a load balancer the caller is the client',
      field: 'http.request.client_ip',
      why: 'the address of the user, not of the load balancer',
      look: (picture) => request(picture.segment(plain), 'client_ip'),
      expected: '203.0.113.9',
    },
    {
      what: 'a client address from a header is marked as such',
      field: 'http.request.x_forwarded_for',
      why: 'whoever calls can write what he likes into that header',
      look: (picture) => request(picture.segment(plain), 'x_forwarded_for'),
      expected: true,
    },
    {
      what: 'a client address from the connection is not',
      field: 'http.request.x_forwarded_for',
      why: 'that one can be relied on',
      look: (picture) => {
        const segment = picture.segment('/orders/42');
        return [request(segment, 'client_ip'), request(segment, 'x_forwarded_for') === true];
      },
      expected: ['127.0.0.1', false],
    },
    {
      what: 'the size of the answer is shown',
      field: 'http.response.content_length',
      why: 'large answers are slow ones',
      look: (picture) => picture.segment(plain).http?.response?.['content_length'],
      expected: 11,
    },
    {
      what: 'the route that served it is shown',
      field: 'metadata',
      why: '/orders/42 and /orders/43 are one operation',
      look: (picture) => detail(picture.segment('/orders/42'), 'http.route'),
      expected: '/orders/:id',
    },
    ...[
      { path: '/orders/42', outcome: 'ok', what: 'an answer of 200 is a success', why: 'green' },
      { path: '/status/404', outcome: 'error', what: 'one of 404 is an error', why: 'yellow: the caller is wrong' },
      {
        path: '/status/429',
        outcome: 'throttle and error',
        what: 'one of 429 is a throttle and an error',
        why: 'purple: too many requests',
      },
      { path: '/status/500', outcome: 'fault', what: 'one of 500 is a fault', why: 'red: the service is wrong' },
    ].map(({ path, outcome, what, why }) => ({
      what,
      field: 'fault, error, throttle',
      why,
      look: (picture: Picture) => outcomeOf(picture.segment(path)),
      expected: outcome,
    })),
  ],
};

const isNative = ({ path = '' }: { path?: string }): boolean => path.startsWith('node');

/** What goes wrong in handlers. */
export const failures: CheckGroup = {
  title: 'An error in a handler',
  checks: [
    {
      what: 'a thrown error is shown with type and message',
      field: 'cause.exceptions',
      why: 'what broke',
      look: (picture) => causeOf(picture.segment('/throws')),
      expected: ['TypeError: no such order'],
    },
    {
      what: 'with the file, line and function that threw it',
      field: 'cause.exceptions[].stack',
      why: 'where it broke',
      look: (picture) => {
        const frame = exceptionsOf(picture.segment('/throws'))[0]?.stack?.[0];
        return frame && `${frame.path}:${frame.line} ${frame.label}`;
      },
      expected: /^\/[^:]+\/app\/failures\.[cm]js:\d\d? (Object\.|Module\.)?failOrder$/,
    },
    {
      what: 'with the frames of packages and of Node below it, each with a path',
      field: 'cause.exceptions[].stack',
      why: 'how it got there',
      look: (picture) => exceptionsOf(picture.segment('/throws'))[0]?.stack ?? [],
      expected: (stack: readonly { path?: string; line?: number }[]) =>
        stack.length > 3 &&
        stack.every(({ path = '', line = 0 }) => path !== '' && !path.startsWith('file:') && line > 0),
    },
    {
      what: 'a rejected promise is shown with type and message',
      field: 'cause.exceptions',
      why: 'most handlers are asynchronous',
      look: (picture) => causeOf(picture.segment('/rejects')),
      expected: ['RangeError: sold out'],
    },
    {
      what: 'an error is shown with its chain of causes',
      field: 'cause.exceptions',
      why: 'the first error is the one to mend',
      look: (picture) => causeOf(picture.segment('/chained')),
      expected: ['Error: order failed', 'TypeError: price is unknown', 'RangeError: cents are negative'],
    },
    {
      what: 'each cause with its own stack',
      field: 'cause.exceptions[].stack',
      why: 'where the first error was thrown',
      look: (picture) =>
        exceptionsOf(picture.segment('/chained')).map(
          ({ stack = [] }) => stack.find((frame) => !isNative(frame))?.label?.replace(/^(Object|Module)\./, '') ?? '',
        ),
      expected: ['failWithCauses', 'failWithCauses', 'failWithCauses'],
    },
    {
      what: 'text that is passed as an error is shown',
      field: 'cause.exceptions',
      why: 'it is all there is',
      look: (picture) => exceptionsOf(picture.segment('/text')).map(({ message }) => message),
      expected: ['only text'],
    },
    {
      what: 'the request is a fault',
      field: 'fault, error, throttle',
      why: 'red',
      look: (picture) => outcomeOf(picture.segment('/throws')),
      expected: 'fault',
    },
  ],
};
