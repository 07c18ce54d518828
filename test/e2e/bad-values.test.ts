import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { variables } from '../../src/config/variables.ts';
import { isMatrixRun } from '../support/nodes.ts';
import { closedUrl } from '../support/record-exports.ts';
import { serveOne } from '../support/run-app.ts';

const names = variables.map(({ name }) => name);
const switches = new Set(['OTEL_SDK_DISABLED', 'AWS_XRAY_SDK_DISABLED']);
const huge = 100_000;
const values: Readonly<Record<string, string>> = {
  'a word': 'garbage',
  blank: ' \t ',
  'a negative number': '-1',
  'a number beyond all': '1e999',
  'no number': 'NaN',
  'a fraction': '0.5',
  'JSON object': '{"__proto__":{"polluted":1}}',
  'JSON array': '[1,[2,[3]]]',
  'names of prototypes': '__proto__,constructor,toString',
  'pairs of prototypes': '__proto__=1,constructor=2,__proto__.polluted=3',
  'shell commands': '$(touch /tmp/otel-xray-hacked); `id` | tee & #',
  'format strings': '%s%n%d%j%o%c {0} ${jndi:ldap://127.0.0.1/x} {{7*7}}',
  'a path upwards': '../../../../etc/passwd',
  'a path to a device': '/dev/zero',
  'control characters': 'a\u001B[2J\u001B]0;owned\u0007\r\nb\u0001\u007F',
  'a forged line': 'x\notel-xray: error: forged',
  'text turned around': '\u202Eesrever\u2066\uFEFF',
  'other scripts': 'ключ=значение,鍵=値,🗝=🔒',
  separators: ',;,=;==,,',
  'broken percent signs': '%,%4,%zz=%ff,a=%c3%28',
  'a URL of another kind': 'javascript:alert(1)',
  'a URL without an end': 'http://[::1',
  'a URL with credentials': 'http://hunter1:hunter2@127.0.0.1:1/?key=hunter3',
  'huge text': 'x'.repeat(huge),
  'huge list': 'x,'.repeat(huge / 2),
  'huge pairs': 'x=y,'.repeat(huge / 4),
  'huge digits': '9'.repeat(huge),
  'huge wildcard': '*a'.repeat(huge / 2),
};
/** Values that mean something to some variable; at random they stand at the wrong ones too. */
const words = [
  'otlp,console',
  'none',
  'http/json',
  'gzip',
  'true',
  'false',
  '0',
  '1',
  '60000',
  '0.5',
  'always_on',
  'traceidratio',
  'xray,b3',
  'baggage',
  'all',
  'id',
  'requested',
  'aws',
  '*',
  '127.0.0.1',
  'debug',
  'json',
  'http://127.0.0.1:1/v1/traces',
  'unix:/nonexistent',
  'a=b,c=d',
];

/** Runs a service with these variables and one request; gives what it said. */
async function serveWith(settings: Readonly<Record<string, string>>): Promise<string> {
  const { run, answer } = await serveOne(
    {
      args: ['--require', './register', 'test/e2e/apps/one-request.cjs'],
      env: {
        OTEL_EXPORTER_OTLP_ENDPOINT: await closedUrl(),
        OTEL_EXPORTER_OTLP_TIMEOUT: '700',
        OTEL_XRAY_SHUTDOWN_TIMEOUT: '500',
        ...settings,
      },
    },
    '/',
  );
  const { code, signal, stderr } = run;
  expect({ status: answer.status, body: answer.body, code, signal }).toEqual({
    status: 200,
    body: 'served',
    code: 0,
    signal: null,
  });
  // One line each of ours, and nothing of anybody else's.
  expect(stderr.split('\n').filter((line) => line !== '' && !/^(otel-xray: |\{"time":.*\}$)/.test(line))).toEqual([]);
  return stderr;
}

/** An operating system takes about two megabytes of environment. */
function batchesOf(value: string): Record<string, string>[] {
  const size = value.length < huge ? names.length : 15;
  const batches = Array.from({ length: Math.ceil(names.length / size) }, (_, batch) =>
    names.slice(batch * size, (batch + 1) * size),
  );
  return batches.map((batch) => Object.fromEntries(batch.map((name) => [name, value])));
}

/** The variable that each diagnostic names first; the whole line where it names none. */
function subjectsOf(stderr: string): string[] {
  const lines = stderr.split('\n').filter((line) => / (warn|info|error): /.test(line));
  // Whoever runs the tests may have a local X-Ray running too.
  const others =
    / on Node |did not get \d+ span| is no instrumentation |^otel-xray: info: "http:\/\/127.0.0.1:2000" answers: /;
  const ofValues = lines.filter((line) => !others.test(line));
  return ofValues.map((line) => line.match(/\b(?:OTEL|AWS)_[A-Z_]+\b/)?.[0] ?? line);
}

describe.skipIf(isMatrixRun)('every variable', () => {
  it.each(Object.entries(values))('may be %s, with at most one line for each', async (_name, value) => {
    for (const batch of batchesOf(value)) {
      const stderr = await serveWith(batch);
      const subjects = subjectsOf(stderr);

      expect(subjects).toEqual([...new Set(subjects)]);
      expect(subjects.length).toBeLessThanOrEqual(Object.keys(batch).length);
    }
  });

  it('may be anything beside anything', async () => {
    const value = fc.oneof(
      fc.constantFrom(...words, ...Object.values(values).filter(({ length }) => length < huge)),
      fc.string({ unit: 'binary', maxLength: 40 }).map((text) => text.replaceAll('\0', '')),
    );
    const settings = fc.dictionary(fc.constantFrom(...names.filter((name) => !switches.has(name))), value, {
      minKeys: 5,
    });
    await fc.assert(
      fc.asyncProperty(settings, async (env) => void (await serveWith(env))),
      { numRuns: 25, endOnFailure: true },
    );
  });
});
