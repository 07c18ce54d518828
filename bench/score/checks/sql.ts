import { causeOf, type CheckGroup, outcomeOf } from './check.ts';

const select = '/sql/select';

/** Queries by `pg` on a real PostgreSQL. */
export const sql: CheckGroup = {
  title: 'SQL on PostgreSQL',
  checks: [
    {
      what: 'a query is named database@host',
      field: 'name',
      why: 'the node on the trace map',
      look: (picture) => picture.call(select).name,
      expected: /^shop@127\.0\.0\.1(:\d+)?$/,
    },
    {
      what: 'it is a remote subsegment of the request',
      field: 'namespace, type, parent_id',
      why: 'an edge on the trace map',
      look: (picture) => {
        const call = picture.call(select);
        return [call.namespace, call.type, picture.isWithin(call, picture.segment(select))];
      },
      expected: ['remote', 'subsegment', true],
    },
    {
      what: 'request and query are two documents',
      field: '(documents)',
      why: 'no spans of pools, sockets and connections',
      look: (picture) => [picture.call('/sql/insert').namespace, picture.trace('/sql/insert').length],
      expected: ['remote', 2],
    },
    {
      what: 'the kind of database is shown',
      field: 'sql.database_type',
      why: 'X-Ray draws it as a database',
      look: (picture) => picture.call(select).sql?.['database_type'],
      expected: /^postgres(ql)?$/i,
    },
    {
      what: 'the user of the database is shown',
      field: 'sql.user',
      why: 'whose rights and limits hold',
      look: (picture) => picture.call(select).sql?.['user'],
      expected: 'shop',
    },
    {
      what: 'where it is, without the password',
      field: 'sql.connection_string, sql.url',
      why: 'which database',
      look: (picture) => {
        const { connection_string, url } = picture.call(select).sql ?? {};
        return `${String(connection_string)} ${String(url)}`;
      },
      expected: /^(?!.*hunter2).*127\.0\.0\.1:\d+\/shop/,
    },
    {
      what: 'the query is shown',
      field: 'sql.sanitized_query',
      why: 'what was asked',
      look: (picture) => picture.call(select).sql?.['sanitized_query'],
      expected: /^SELECT id, note FROM orders WHERE note = .* AND id = \$1$/,
    },
    {
      what: 'without its literals',
      field: 'sql.sanitized_query',
      why: 'they are the users’ data',
      look: (picture) => [picture.call(select).name, picture.documents.some((text) => text.includes("'secret'"))],
      expected: ([name, isSeen]: [string, boolean]) => name !== '' && !isSeen,
    },
    {
      what: 'without the values of its parameters',
      field: 'metadata',
      why: 'they are the users’ data',
      look: (picture) => [picture.call('/sql/insert').name, picture.documents.some((text) => text.includes('private'))],
      expected: ([name, isSeen]: [string, boolean]) => name !== '' && !isSeen,
    },
    {
      what: 'a query that fails is a fault with what PostgreSQL said',
      field: 'fault, cause.exceptions',
      why: 'what is wrong with the query',
      look: (picture) => {
        const call = picture.call('/sql/missing');
        return `${outcomeOf(call)} ${causeOf(call).join()}`;
      },
      expected: /^fault .*relation "nowhere" does not exist$/,
    },
    {
      what: 'with its code or name',
      field: 'cause.exceptions[].type',
      why: 'a duplicate key is no broken query',
      look: (picture) => causeOf(picture.call('/sql/duplicate')),
      expected: ([cause = '']: string[]) => /^(23505|error|DatabaseError): duplicate key/.test(cause),
    },
  ],
};
