import { everywhere, jobs, ownWords } from './application.ts';
import { awsCalls } from './aws-calls.ts';
import type { CheckGroup } from './check.ts';
import { headers } from './headers.ts';
import { httpCalls } from './http-calls.ts';
import { failures, requests } from './requests.ts';
import { sql } from './sql.ts';

export { type Check, type CheckGroup, evaluate, type Finding } from './check.ts';

/** Everything that is asked of a subject. */
export const checkGroups: readonly CheckGroup[] = [
  requests,
  failures,
  ...httpCalls,
  ...awsCalls,
  sql,
  headers,
  ownWords,
  jobs,
  everywhere,
];
