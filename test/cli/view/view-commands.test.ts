import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LocalXRay, startLocal } from '../../../src/local/start-local.ts';
import { SAMPLE_TRACE_ID, type SampleDocument, sampleDocument } from '../../local/sample-document.ts';
import { runTestCli, startTestCli } from '../process.ts';

let xray: LocalXRay;
let port: string[];

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
  const { code, stderr } = await runTestCli(['traces', ...port, '--filter', 'duration >']);
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: 'Invalid FilterExpression at position 10: Expected a number; the expression ends here.\n',
  });
});

test('trace last and trace ID draw the tree, without what was only inferred', async () => {
  const last = await runTestCli(['trace', 'last', ...port]);
  expect(last.stdout).toContain('└─ DynamoDB');
  expect(last.stdout.match(/DynamoDB/g)).toHaveLength(1);
  expect((await runTestCli(['trace', SAMPLE_TRACE_ID, ...port])).stdout).toBe(last.stdout);
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
  expect((await runTestCli(['map', ...port, '--filter', 'ok'])).stderr).toBe('No traces yet.\n');
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

describe('mistakes are told in one sentence', () => {
  test.each([
    [['trace'], 2, '"otel-xray trace" got no trace; expected its id, or "last".'],
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
