import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkGroups, evaluate } from '../../bench/score/checks/index.ts';
import type { Picture } from '../../bench/score/picture.ts';
import { runSubject } from '../../bench/score/run-subject.ts';
import { startSink } from '../../bench/score/sinks/start-sink.ts';
import { moduleFormats, subjects } from '../../bench/score/subjects.ts';
import { findPostgres } from '../../scripts/postgres/find-postgres.ts';
import { isCollectorBuilt } from '../collector/support/start-collector.ts';
import { type Postgres, startPostgres } from '../support/postgres.ts';

const [own] = subjects;
const programs = findPostgres();
const isRequired = process.env['CI'] === 'true';
if (programs === undefined && !isRequired)
  console.warn('Skipped: PostgreSQL is not installed. "npm run postgres" installs it where apt-get may.');
if (!isCollectorBuilt())
  console.warn('The real collector is not built; the translation of "otel-xray dev" stands in for it.');

describe.skipIf(programs === undefined && !isRequired)('what X-Ray shows of a service under otel-xray', () => {
  let postgres: Postgres;
  beforeAll(async () => {
    if (programs === undefined) throw new Error('PostgreSQL is not installed, and CI requires it.');
    postgres = await startPostgres(programs);
  });
  afterAll(() => postgres?.[Symbol.asyncDispose]());

  describe.each(moduleFormats)('as %s', (format) => {
    let picture: Picture;
    beforeAll(async () => {
      await using sink = await startSink(own!);
      picture = await runSubject(own!, format, { sink, databaseUrl: postgres.url });
    }, 120_000);

    describe.each(checkGroups)('$title', ({ checks }) => {
      test.each(checks)('$what', (check) => {
        expect(evaluate(check, picture)).toBeUndefined();
      });
    });
  });
});
