import fc from 'fast-check';
import type { SpanRecordEvent } from '../../src/translator/span.ts';
import { endsTheCollector } from './crash-stacks.ts';

/** Those whose stacks the exporter reads, some that it does not, and none. */
export const LANGUAGES = [
  'java',
  'php',
  'python',
  'javascript',
  'dotnet',
  'go',
  'nodejs',
  'webjs',
  'ruby',
  undefined,
] as const;

type Language = (typeof LANGUAGES)[number];

/** Lines as the runtimes print them, and lines that match nothing. */
const LINES: Readonly<Record<string, readonly string[]>> = {
  java: [
    '\tat com.example.Shop.order(Shop.java:42)',
    '\tat java.base/java.lang.Thread.run(Thread.java:840)',
    '\tat com.example.Native.call(Native Method)',
    '\tat com.example.NoFile.call(Unknown Source)',
    'Caused by: java.io.IOException: broken pipe',
    'Caused by: java.lang.IllegalStateException: first line',
    'second line of a message',
    '\t... 12 more',
    '\tSuppressed: java.lang.Error: other',
  ],
  python: [
    '  File "/app/shop.py", line 42, in order',
    '    raise ValueError("no")',
    'Traceback (most recent call last):',
    'ValueError: no such order',
    '',
    'During handling of the above exception, another exception occurred:',
    'The above exception was the direct cause of the following exception:',
  ],
  javascript: [
    '    at order (/app/shop.js:42:7)',
    '    at async Object.handle [as handler] (/app/server.js:7:1)',
    '    at /app/anonymous.js:1:2',
    '    at node:internal/main/run_main_module:23:47',
    '    at Array.map (native)',
    '    at new Shop (file:///app/shop.mjs:7:8)',
    '    at eval (eval at run (/app/vm.js:3:5), <anonymous>:1:1)',
    'at without indentation (/app/x.js:1:1)',
  ],
  dotnet: [
    '   at Shop.Orders.Get(Int32 id) in /src/Shop/Orders.cs:line 42',
    '   at System.Threading.Tasks.Task.Run()',
    '--- End of stack trace from previous location ---',
    '   at Shop.Lambda(String a, String b)',
  ],
  go: [
    'goroutine 1 [running]:',
    'main.order(0x1, 0x2)',
    '\t/app/main.go:42 +0x1d',
    'runtime.main()',
    '\t/usr/local/go/src/runtime/proc.go:271',
    'exit status 2',
  ],
};

/** What the parsers look for, to be put together in any order. */
const FRAGMENTS: readonly string[] = [
  '\tat ',
  '    at ',
  '   at ',
  'at ',
  'Caused by: ',
  '  File "',
  '  File ',
  '", line ',
  ', line 7',
  ', in ',
  ' in ',
  ':line ',
  ' line 3',
  'native',
  'goroutine 1 [running]:',
  'During handling of the above exception, another exception occurred:',
  '(',
  ')',
  ':',
  ': ',
  '/',
  ',',
  '42',
  '+0x1d',
  '9999999999999999999',
  '-1',
  ' ',
  '\t',
  '\r',
  '\u00a0',
  '\u0085',
  'é',
  '\u{1f600}',
  'x',
];

const anyLine = fc.array(fc.constantFrom(...FRAGMENTS), { maxLength: 7 }).map((parts) => parts.join(''));

/**
 * Exceptions as the instrumentations of a language record them, and as nobody does; some parts may be missing or of
 * another type. Left out are the stacks that end the collector.
 */
export function exceptionEvents(language: Language, text: fc.Arbitrary<string>): fc.Arbitrary<SpanRecordEvent> {
  const lines = LINES[language === 'php' ? 'java' : (language ?? '')] ?? LINES['javascript'] ?? [];
  const line = fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...lines) }, { weight: 1, arbitrary: anyLine });
  const stack = fc
    .tuple(
      fc.constantFrom('Error: it broke', 'Traceback (most recent call last):', 'first line', ''),
      fc.array(line, { maxLength: 8 }),
      fc.constantFrom('\n', '\r\n'),
    )
    .map(([first, rest, newline]) => [first, ...rest].join(newline))
    .filter((stack) => !endsTheCollector(language, stack));
  return fc
    .record(
      {
        'exception.type': fc.oneof(fc.constantFrom('TypeError', 'java.lang.IllegalStateException', ''), text),
        'exception.message': fc.oneof({ weight: 5, arbitrary: text }, { weight: 1, arbitrary: fc.constant(7n) }),
        'exception.stacktrace': stack,
        'exception.escaped': fc.boolean(),
      },
      { requiredKeys: [] },
    )
    .map((attributes) => ({ name: 'exception', timeUnixNano: 1_700_000_000_500_000_000n, attributes }));
}
