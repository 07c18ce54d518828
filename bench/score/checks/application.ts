import type { Entry, Picture } from '../picture.ts';
import { causeOf, type CheckGroup, exceptionsOf, outcomeOf, request } from './check.ts';

const words = '/code/words';

/** The first that is there: X-Ray finds a trace by its subsegments too. */
function anywhere(picture: Picture, read: (entry: Entry) => unknown): unknown {
  return picture
    .trace(words)
    .map(read)
    .find((value) => value !== undefined);
}

function captured(picture: Picture, path: string, name: string): Entry | undefined {
  return picture.trace(path).find((entry) => entry.name === name);
}

/** What the application says itself, by the means of each subject. */
export const ownWords: CheckGroup = {
  title: 'The application’s own words',
  checks: [
    {
      what: 'an annotation is indexed',
      field: 'annotations',
      why: 'traces of one customer are found by it',
      look: (picture) => anywhere(picture, ({ annotations }) => annotations?.['tenant']),
      expected: 'acme',
    },
    {
      what: 'metadata stands in its namespace',
      field: 'metadata',
      why: 'what one wants to know later',
      look: (picture) => anywhere(picture, ({ metadata }) => metadata?.['roles']?.['roles built']),
      expected: 3,
    },
    {
      what: 'the user is shown',
      field: 'user',
      why: 'traces of one user are found by it',
      look: (picture) => anywhere(picture, ({ user }) => user),
      expected: 'user-7',
    },
    {
      what: 'a captured function is a subsegment, and the call in it is below it',
      field: 'name, type, parent_id',
      why: 'where the time goes',
      look: (picture) => {
        const subsegment = captured(picture, '/code/capture', 'BuildRoles');
        const call = picture.call('/code/capture');
        return [
          subsegment?.type,
          subsegment?.namespace,
          subsegment !== undefined && picture.isWithin(call, subsegment),
        ];
      },
      expected: ['subsegment', undefined, true],
    },
    {
      what: 'a captured function that fails is a fault with its cause and stack',
      field: 'fault, cause.exceptions',
      why: 'what broke, and where',
      look: (picture) => {
        const subsegment = captured(picture, '/code/failure', 'BreakRoles');
        if (subsegment === undefined) return undefined;
        const [exception] = exceptionsOf(subsegment);
        const frame = exception?.stack?.[0]?.path ?? '';
        return `${outcomeOf(subsegment)} ${causeOf(subsegment).join()} ${frame.replace(/.*\/(\w+)\.[cm]js$/, '$1')}`;
      },
      expected: 'fault RangeError: sold out failures',
    },
    {
      what: 'an error that was handled is shown with its causes',
      field: 'cause.exceptions',
      why: 'what nearly broke',
      look: (picture) => picture.trace('/code/handled').flatMap(causeOf),
      expected: ['Error: order failed', 'TypeError: price is unknown', 'RangeError: cents are negative'],
    },
  ],
};

/** Work outside of requests. */
export const jobs: CheckGroup = {
  title: 'A job of a worker',
  checks: [
    {
      what: 'it is a segment named after the service',
      field: 'name, type',
      why: 'the node on the trace map',
      look: (picture) => {
        const { name, type, parent_id } = picture.job('/nightly').segment;
        return [name, type ?? 'segment', parent_id ?? 'root'];
      },
      expected: ['shop', 'segment', 'root'],
    },
    {
      what: 'its call is a subsegment named after the host',
      field: 'name, namespace, type',
      why: 'an edge on the trace map',
      look: (picture) => {
        const { name, namespace, type } = picture.job('/nightly').call;
        return `${name} ${namespace} ${type}`;
      },
      expected: /^127\.0\.0\.1(:\d+)? remote subsegment$/,
    },
    {
      what: 'job and call are two documents',
      field: '(documents)',
      why: 'no spans of sockets and name servers',
      look: (picture) => {
        const { trace_id } = picture.job('/nightly').segment;
        return picture.entries.filter((entry) => entry.trace_id === trace_id).length;
      },
      expected: 2,
    },
    {
      what: 'a job that fails is a fault with its cause',
      field: 'fault, cause.exceptions',
      why: 'nobody waits for a job',
      look: (picture) => {
        const { segment } = picture.job('/weekly');
        return `${outcomeOf(segment)} ${causeOf(segment).join()}`;
      },
      expected: 'fault RangeError: sold out',
    },
  ],
};

/** What stands in every document, and how the process ends. */
export const everywhere: CheckGroup = {
  title: 'Every document, and the end',
  checks: [
    {
      what: 'the version of the service is known',
      field: 'service.version',
      why: 'since which release',
      look: (picture) => picture.segment('/plain').service?.['version'],
      expected: '1.2.3',
    },
    {
      what: 'its log group is linked',
      field: 'aws.cloudwatch_logs',
      why: 'from the trace to its log',
      look: (picture) => picture.segment('/plain').aws?.['cloudwatch_logs'],
      expected: [{ log_group: '/ecs/shop' }],
    },
    {
      what: 'the SDK and its version are named',
      field: 'aws.xray',
      why: 'what to update',
      look: (picture) => {
        const { sdk, sdk_version } = (picture.segment('/plain').aws?.['xray'] ?? {}) as Record<string, string>;
        return `${sdk} ${sdk_version}`;
      },
      expected: /^.+ \d+\.\d+/,
    },
    {
      what: 'no EC2 instance is invented',
      field: 'aws.ec2',
      why: 'it runs on none',
      look: (picture) => picture.segment('/plain').aws?.['ec2'],
      expected: undefined,
    },
    {
      what: 'no access key is in the calls of AWS',
      field: 'metadata',
      why: 'nobody should learn it here',
      look: (picture) => JSON.stringify(picture.trace('/v3/get')).includes('AKIAIOSFODNN7EXAMPLE'),
      expected: false,
    },
    {
      what: 'no command line and no owner of the process is in it',
      field: 'metadata',
      why: 'both may hold secrets',
      look: (picture) => /process\.(command|owner|executable)/.test(JSON.stringify(picture.trace('/plain'))),
      expected: false,
    },
    {
      what: 'there is no trace of a lone socket or look-up',
      field: '(documents)',
      why: 'traces that belong to nothing',
      look: (picture) => {
        picture.segment('/plain');
        const told = new Set(picture.entries.filter(({ http }) => http !== undefined).map((entry) => entry.trace_id));
        return picture.entries.filter((entry) => !told.has(entry.trace_id)).map(({ name }) => name);
      },
      expected: [],
    },
    {
      what: 'no document is larger than 64 KB',
      field: '(documents)',
      why: 'X-Ray refuses it',
      look: (picture) => Math.max(...picture.documents.map((text) => Buffer.byteLength(text))),
      expected: (bytes: number) => bytes > 0 && bytes <= 65_536,
    },
    {
      what: 'every call has its segment, and every segment its trace',
      field: 'parent_id',
      why: 'traces fall apart',
      look: (picture) => {
        picture.segment('/plain');
        const ids = new Set(picture.entries.map(({ id }) => id));
        return picture.entries.filter(({ type, parent_id = '' }) => type === 'subsegment' && !ids.has(parent_id))
          .length;
      },
      expected: 0,
    },
    {
      what: 'the last request before SIGTERM arrives',
      field: '(documents)',
      why: 'the last seconds are the interesting ones',
      look: (picture) => request(picture.segment('/last'), 'method'),
      expected: 'GET',
    },
    {
      what: 'SIGTERM ends the process as it would untraced',
      field: '(process)',
      why: 'a deployment waits for it, then kills',
      look: (picture) => picture.endedBySignal,
      expected: true,
    },
  ],
};
