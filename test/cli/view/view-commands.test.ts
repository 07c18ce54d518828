import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { displayWidth } from '../../../src/cli/terminal/display-width.ts';
import { type LocalXRay, startLocal } from '../../../src/local/start-local.ts';
import { SAMPLE_TRACE_ID, type SampleDocument, sampleDocument } from '../../local/sample-document.ts';
import { runTestCli, startTestCli } from '../process.ts';

let xray: LocalXRay;
let port: string[];

const SUMMARY = { Id: SAMPLE_TRACE_ID, Revision: 1 };
const HOSTILE = '\u{1b}]52;c;aGk=\u{7}\u{202e}';

function put(...samples: SampleDocument[]): void {
  xray.put(samples.map((sample) => ({ document: sampleDocument(sample) })));
}

beforeAll(async () => {
  xray = await startLocal({ grpcPort: 0, httpPort: 0, xrayPort: 0 });
  port = ['--port', new URL(xray.xrayEndpoint).port];
  put(
    {
      id: 1,
      name: 'shop',
      durationMillis: 120,
      fault: true,
      http: { request: { method: 'GET', url: `http://shop/orders${HOSTILE}` }, response: { status: 500 } },
      annotations: { tenant: `acme${HOSTILE}` },
    },
    { id: 2, parent: 1, name: 'DynamoDB', namespace: 'aws', aws: { table_name: `orders${HOSTILE}` } },
  );
});

afterAll(async () => {
  await xray.close();
});

test('traces lists each trace in a line', async () => {
  const { code, stdout } = await runTestCli(['traces', ...port], { COLUMNS: '120' });
  expect(code).toBe(0);
  expect(stdout).toMatch(
    /^✖ \d\d:\d\d:\d\d +120 ms 500 GET +shop \/orders\S*  tenant\S* +1-5759e988-bd862e3fe1be46a994272793\n$/,
  );
  expect(stdout.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
});

test('traces with a filter lists what the filter takes', async () => {
  expect((await runTestCli(['traces', ...port, '-f', 'service("shop") { ok }'])).stdout).toBe('');
  expect((await runTestCli(['traces', ...port, '--filter=fault'])).stdout).not.toBe('');
});

test.each(['traces', 'trace last', 'map'])(
  '%s says that the filter takes nothing, not that nothing is there',
  async (command) => {
    const { stdout, stderr } = await runTestCli([...command.split(' '), ...port, '--filter', 'service("nobody")']);
    expect({ stdout, stderr }).toEqual({ stdout: '', stderr: 'No trace matches the filter.\n' });
  },
);

test.each(['traces', 'trace last', 'map'])('%s marks what is wrong with a filter, and asks nobody', async (command) => {
  expect(await runTestCli([...command.split(' '), '--port', '1', '--filter', 'fault AND oops > 5'])).toMatchObject({
    code: 2,
    stdout: '',
    stderr: expect.stringMatching(
      /^"--filter" is no filter expression of X-Ray: .*got "oops".*\n {2}fault AND oops > 5\n {12}\^{4}\n$/,
    ),
  });
});

describe('in narrow terminals', () => {
  test('traces shows the end of the id, which trace takes', async () => {
    const { stdout } = await runTestCli(['traces', ...port], { COLUMNS: '80' });
    expect(stdout).toMatch(/^✖ \d\d:\d\d:\d\d .* 94272793\n$/);
    expect(displayWidth(stdout.trimEnd())).toBeLessThanOrEqual(80);
    const found = await runTestCli(['trace', '94272793', ...port]);
    expect(found.stdout).toBe((await runTestCli(['trace', SAMPLE_TRACE_ID, ...port])).stdout);
  });

  test('traces fits 40 cells', async () => {
    const { stdout } = await runTestCli(['traces', ...port], { COLUMNS: '40' });
    expect(stdout).toMatch(/^✖ +120 ms 500 GET /);
    expect(displayWidth(stdout.trimEnd())).toBeLessThanOrEqual(40);
  });
});

test('trace last and trace ID draw the tree, without what was only inferred', async () => {
  const last = await runTestCli(['trace', 'last', ...port]);
  expect(last.stdout).toContain('└─ DynamoDB');
  expect(last.stdout.match(/DynamoDB/g)).toHaveLength(1);
  expect((await runTestCli(['trace', SAMPLE_TRACE_ID, ...port])).stdout).toBe(last.stdout);
  const openTelemetryId = SAMPLE_TRACE_ID.slice(2).replaceAll('-', '').toUpperCase();
  expect((await runTestCli(['trace', openTelemetryId, ...port])).stdout).toBe(last.stdout);
  expect(await runTestCli(['trace', '1-0-0', ...port])).toMatchObject({
    code: 1,
    stderr: 'There is no such trace; "otel-xray traces" lists what is there.\n',
  });
});

test('map draws who calls what', async () => {
  const { stdout } = await runTestCli(['map', ...port]);
  const lines = stdout.split('\n').map((line) => line.trimEnd());
  expect(lines[0]).toBe('(client of shop)');
  expect(lines[1]).toMatch(/^└─→ shop +1 × · 120 ms · ✖ 100 %$/);
  expect(lines[3]).toMatch(/^shop  1 × · 120 ms · ✖ 100 %$/);
  expect(lines[4]).toMatch(/^└─→ orders\S* · AWS::DynamoDB::Table +1 × · 10 ms$/);
});

test.each([
  ['traces', { Id: SAMPLE_TRACE_ID, HasFault: true }],
  ['trace last', { Id: SAMPLE_TRACE_ID, Segments: [{ name: 'shop' }, { inferred: true }] }],
  ['map', { Services: [{ Type: 'client' }, { Name: 'shop' }, { Type: 'AWS::DynamoDB::Table' }] }],
])('%s --json is one line of JSON without a character that a terminal obeys', async (command, expected) => {
  const { stdout } = await runTestCli([...command.split(' '), ...port, '--json']);
  expect(JSON.parse(stdout)).toMatchObject(expected);
  expect(stdout.slice(0, -1)).not.toMatch(/[\p{Cc}\p{Cf}]/u);
});

test('traces --follow shows what arrives', async () => {
  const cli = startTestCli(['traces', ...port, '--follow', '--filter', 'service("late")']);
  put({ id: 7, name: 'late', trace_id: '1-5759e988-00000000000000000000000a' });
  await cli.says(/late +1-5759e988-00000000000000000000000a/);
  cli.process.kill('SIGTERM');
  await cli.ended;
});

test('while a file is still being read, views say how much of it they know', async () => {
  const answers: Record<string, object> = {
    '/console/status': { readShare: 0.427 },
    '/TraceSummaries': { TraceSummaries: [] },
    '/console/map': { Services: [] },
  };
  const reading = createServer((request, response) => {
    response.end(JSON.stringify(answers[request.url ?? ''] ?? {}));
  });
  await new Promise<void>((resolve) => {
    reading.listen(0, '127.0.0.1', resolve);
  });
  const there = ['--port', String((reading.address() as AddressInfo).port)];
  const stillRead = 'Older traces are still being read from the file, of which 42 % can be found so far.\n';
  expect((await runTestCli(['traces', ...there])).stderr).toBe(`No traces yet. ${stillRead}`);
  expect((await runTestCli(['map', ...there, '-f', 'ok'])).stderr).toBe(`No trace matches the filter. ${stillRead}`);
  expect((await runTestCli(['trace', 'last', ...there])).stderr).toBe(`No traces yet. ${stillRead}`);
  const { stdout } = await runTestCli(['map', ...there, '--json']);
  expect(JSON.parse(stdout)).toEqual({ Services: [], ReadShare: 0.427 });
  answers['/TraceSummaries'] = { TraceSummaries: [SUMMARY] };
  expect(await runTestCli(['traces', ...there, '--json'])).toMatchObject({
    stdout: `${JSON.stringify(SUMMARY)}\n`,
    stderr: stillRead,
  });
  reading.close();
});

test('traces shows a query behind the path where there is room, without secrets', async () => {
  put({
    id: 8,
    name: 'reports',
    trace_id: '1-5759e988-00000000000000000000000b',
    http: { request: { method: 'GET', url: 'http://reports/daily?format=csv&token=s3cr3tvalue' } },
    annotations: { note: 'AKIAIOSFODNN7EXAMPLE' },
  });
  const filter = ['-f', 'service("reports")'];
  const { stdout } = await runTestCli(['traces', ...port, ...filter], { COLUMNS: '160' });
  expect(stdout).toContain('reports /daily  ?format=csv&token=REDACTED  note=REDACTED');
  const narrow = await runTestCli(['traces', ...port, ...filter], { COLUMNS: '60' });
  expect(narrow.stdout).toMatch(/reports \/daily/);
});

describe('with many traces', () => {
  const NAME = 'service("many")';
  const COUNT = 130;
  beforeAll(() => {
    const idOf = (index: number): string => `1-5759e988-${String(index).padStart(22, '0')}ff`;
    put(...Array.from({ length: COUNT }, (_, index) => ({ id: 1000 + index, name: 'many', trace_id: idOf(index) })));
  });

  test('traces lists the youngest 50 and says how to see more', async () => {
    const { stdout, stderr } = await runTestCli(['traces', ...port, '-f', NAME]);
    expect(stdout.match(/\n/g)).toHaveLength(50);
    expect(stderr).toBe('These are the youngest 50; "--limit" shows more.\n');
  });

  test('--limit lists as many, also beyond what one answer holds', async () => {
    const all = await runTestCli(['traces', ...port, '-f', NAME, '--limit', '1000', '--json']);
    expect(
      new Set(
        all.stdout
          .trimEnd()
          .split('\n')
          .map((line) => JSON.parse(line).Id),
      ).size,
    ).toBe(COUNT);
    expect(all.stderr).toBe('');
    expect((await runTestCli(['traces', ...port, '-f', NAME, '-n', '120'])).stdout.match(/\n/g)).toHaveLength(120);
  });

  test('an end that several ids have is said to be too short', async () => {
    expect(await runTestCli(['trace', '00ff', ...port])).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^"00ff" is the end of \d+ traces; expected more of the id\.\n$/),
    });
  });
});

describe('mistakes are told in one sentence', () => {
  test.each([
    [['trace'], 2, '"otel-xray trace" got no trace; expected its id, the end of it, or "last".'],
    [['traces', '--limit', '0'], 2, '"--limit" is "0"; expected a number of traces from 1.'],
    [['map', '--limit', '3'], 2, '"--limit" is no option of "otel-xray map".'],
    [['traces', 'x'], 2, '"otel-xray traces" got "x"; expected only options.'],
    [['map', '--follow'], 2, '"--follow" is no option of "otel-xray map".'],
    [['map', '--port', 'x'], 2, '"--port" is "x"; expected a port from 1 to 65535.'],
    [['traces', '--nonsense'], 2, "Unknown option '--nonsense'."],
    [['map', '--port', '1'], 1, 'No local X-Ray answers at http://127.0.0.1:1 (ECONNREFUSED).'],
  ])('%j', async (args, code, sentence) => {
    const run = await runTestCli(args);
    expect(run).toMatchObject({ code, stdout: '' });
    expect(run.stderr).toContain(sentence);
  });
});
