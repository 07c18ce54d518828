import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CommandOptions, parseCommandLine } from '../../src/cli/command-line.ts';

function parse(text: string) {
  return parseCommandLine(text.split(' ').filter((word) => word !== ''));
}

const APP = { command: 'node', commandArguments: ['--inspect', 'app.js', '--help'] };

function devWith(options: CommandOptions) {
  return { kind: 'dev', options, command: 'node', commandArguments: ['app.js'] };
}

describe('what is asked for', () => {
  test.each([
    ['', { kind: 'help' }],
    ['--help', { kind: 'help' }],
    ['-h', { kind: 'help' }],
    ['dev --help', { kind: 'help' }],
    ['local -h', { kind: 'help' }],
    ['--version', { kind: 'version' }],
    ['-v', { kind: 'version' }],
    ['local', { kind: 'local', options: {} }],
    ['local --grpc-port 0 --http-port=65535', { kind: 'local', options: { grpcPort: 0, httpPort: 65_535 } }],
    ['dev -- node --inspect app.js --help', { kind: 'dev', options: {}, ...APP }],
    ['dev --http-port 1 -- node --inspect app.js --help', { kind: 'dev', options: { httpPort: 1 }, ...APP }],
    ['local --json', { kind: 'local', options: { json: true } }],
    ['dev --json -o out.jsonl node app.js', devWith({ json: true, outputFile: 'out.jsonl' })],
    ['dev --output=out.txt -- node app.js', devWith({ outputFile: 'out.txt' })],
    ['dev -- node app.js', devWith({})],
    ['dev -- -odd', { kind: 'dev', options: {}, command: '-odd', commandArguments: [] }],
    ['dev -- -- x', { kind: 'dev', options: {}, command: '--', commandArguments: ['x'] }],
  ])('otel-xray %s', (text, expected) => {
    expect(parse(text)).toEqual(expected);
  });

  test("the command's own options stay its own where a package manager swallowed the --", () => {
    expect(parse('dev --grpc-port 5 node --inspect app.js --help')).toEqual({
      kind: 'dev',
      options: { grpcPort: 5 },
      ...APP,
    });
  });
});

describe('mistakes are told in a sentence', () => {
  test.each([
    ['start', '"start" is no command of otel-xray; expected one of dev, local, init, doctor, traces, trace, map.'],
    ['dev', '"otel-xray dev" got no command; expected one, as in "otel-xray dev -- node app.js".'],
    ['dev --', '"otel-xray dev" got no command; expected one, as in "otel-xray dev -- node app.js".'],
    ['dev --prot 1 -- x', '"--prot" is no option of otel-xray.'],
    ['dev --grpc-port 65536 -- x', '"--grpc-port" is "65536"; expected a port from 0 (any free one) to 65535.'],
    ['local --http-port', '"--http-port" has no value; expected a port from 0 (any free one) to 65535.'],
    ['local --json=yes', '"--json" is "yes"; expected no value.'],
    ['local --output', '"--output" has no value; expected a file.'],
    ['dev --output= -- x', '"--output" has no value; expected a file.'],
    ['--json -- app.js', '"otel-xray" got "--"; expected only options.'],
    ['local app.js', '"otel-xray local" got "app.js"; expected only options.'],
    [
      '--grpc-port 1',
      '"otel-xray" got options without a command; expected one of dev, local, init, doctor, traces, trace, map.',
    ],
  ])('otel-xray %s', (text, sentence) => {
    expect(parse(text)).toEqual({ kind: 'mistake', message: `${sentence} See "otel-xray --help". Nothing was run.` });
  });

  test('whatever the arguments, there is an answer and nothing unprintable in it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string(), fc.constantFrom('dev', 'local', '--', '--grpc-port', '--json', '-o'))),
        (args) => {
          const line = parseCommandLine(args);
          expect(line.kind === 'mistake' ? line.message : '').not.toMatch(/\p{C}/u);
        },
      ),
    );
  });
});
