/* oxlint-disable unicorn/no-thenable -- thenables of every sort are what is tested */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { context, isSpanContextValid, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { Span } from '@opentelemetry/api';
import { AlwaysOffSampler } from '@opentelemetry/sdk-trace';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { annotate, capture, configureSpans, withSegment } from '../../src/spans/index.ts';
import { startTracing, stopTracing } from './tracing.ts';
import type { Tracing } from './tracing.ts';

let tracing: Tracing;
beforeEach(() => {
  tracing = startTracing();
});
afterEach(stopTracing);

function thrownBy(action: () => unknown): { readonly thrown: unknown } | undefined {
  try {
    action();
    return undefined;
  } catch (thrown) {
    return { thrown };
  }
}

describe('a synchronous block', () => {
  test('is a child span that is active meanwhile and handed to the function', () => {
    withSegment('worker', (segment) => {
      capture('block', (span) => {
        expect(trace.getActiveSpan()).toBe(span);
        expect(span).not.toBe(segment);
      });
      expect(trace.getActiveSpan()).toBe(segment);
    });
    const [block, worker] = [tracing.span('block'), tracing.span('worker')];
    expect(block.parentSpanContext?.spanId).toBe(worker.spanContext().spanId);
    expect(block.kind).toBe(SpanKind.INTERNAL);
    expect(block.status.code).toBe(SpanStatusCode.UNSET);
  });

  test('gives back the very same value, whatever it is', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        withSegment('worker', () => expect(capture('block', () => value)).toBe(value));
      }),
    );
  });

  test('throws the very same thing, whatever it is', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        withSegment('worker', () => {
          const outcome = thrownBy(() =>
            capture('block', () => {
              throw value;
            }),
          );
          expect(outcome).toBeDefined();
          expect(outcome?.thrown).toBe(value);
        });
      }),
    );
    expect(tracing.spans().filter((span) => span.name === 'block')).not.toHaveLength(0);
    for (const span of tracing.spans()) {
      if (span.name === 'block') expect(span.events.map((event) => event.name)).toEqual(['exception']);
    }
    expect(tracing.lines).toEqual([]);
  });

  test('that throws is recorded with its message and stack as failed', () => {
    const error = new TypeError('no such role');
    withSegment('worker', () => {
      expect(
        thrownBy(() =>
          capture('block', () => {
            throw error;
          }),
        ),
      ).toEqual({ thrown: error });
    });
    const span = tracing.span('block');
    expect(span.status).toEqual({ code: SpanStatusCode.ERROR, message: 'no such role' });
    expect(span.events[0]?.attributes).toEqual({
      'exception.type': 'TypeError',
      'exception.message': 'no such role',
      'exception.stacktrace': error.stack,
    });
    expect(tracing.span('worker').status.code).toBe(SpanStatusCode.UNSET);
  });

  test('that throws what cannot be read still throws it', () => {
    const hostile = new Proxy(new Error('x'), {
      get() {
        throw new Error('no');
      },
      has() {
        throw new Error('no');
      },
    });
    withSegment('worker', () => {
      const outcome = thrownBy(() =>
        capture('block', () => {
          throw hostile;
        }),
      );
      expect(outcome?.thrown === hostile).toBe(true);
    });
    expect(tracing.span('block').status.code).toBe(SpanStatusCode.ERROR);
    expect(tracing.span('block').events[0]?.attributes).toEqual({ 'exception.message': '(unreadable error)' });
  });

  test('may end its span itself', () => {
    withSegment('worker', () => capture('block', (span) => span.end()));
    expect(tracing.spans().map((span) => span.name)).toEqual(['block', 'worker']);
    expect(tracing.lines).toEqual([]);
  });

  test('takes attributes, kind and links', () => {
    const link = {
      context: { traceId: '5759e988bd862e3fe1be46a994272793', spanId: '53995c3f42cd8ad8', traceFlags: 1 },
    };
    withSegment('worker', () => {
      capture('block', () => {}, { attributes: { step: 1 }, kind: SpanKind.CLIENT, links: [link] });
    });
    const span = tracing.span('block');
    expect(span.kind).toBe(SpanKind.CLIENT);
    expect(span.attributes).toEqual({ step: 1 });
    expect(span.links[0]?.context.spanId).toBe('53995c3f42cd8ad8');
  });
});

describe('an asynchronous block', () => {
  test('keeps its span active across awaits and ends it when its promise settles', async () => {
    await withSegment('worker', async () => {
      await capture('block', async (span) => {
        await new Promise(setImmediate);
        expect(trace.getActiveSpan()).toBe(span);
        expect(span.isRecording()).toBe(true);
      });
      expect(tracing.spans().map((span) => span.name)).toEqual(['block']);
    });
  });

  test('gives a promise of the very same value, whatever it is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.anything(), async (value) => {
        await withSegment('worker', async () => {
          expect(await capture('block', () => Promise.resolve(value))).toBe(value);
        });
      }),
    );
  });

  test('gives a rejection for the very same reason, whatever it is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.anything(), async (reason) => {
        await withSegment('worker', async () => {
          const promise = capture('block', () => Promise.reject(reason));
          const outcome = await promise.then(
            () => undefined,
            (caught: unknown) => ({ caught }),
          );
          expect(outcome?.caught).toBe(reason);
        });
      }),
    );
    const blocks = tracing.spans().filter((span) => span.name === 'block');
    expect(blocks).not.toHaveLength(0);
    expect(blocks.every((span) => span.status.code === SpanStatusCode.ERROR)).toBe(true);
  });

  test('keeps the class of a promise', async () => {
    class Patient extends Promise<number> {}
    await withSegment('worker', async () => {
      const promise = capture('block', () => Patient.resolve(1));
      expect(promise).toBeInstanceOf(Patient);
      expect(await promise).toBe(1);
    });
  });

  test('calls the then of a lazy thenable once, inside the span', async () => {
    const starts: (Span | undefined)[] = [];
    const query: PromiseLike<string> = {
      then(onFulfilled, onRejected) {
        starts.push(trace.getActiveSpan());
        return Promise.resolve('rows').then(onFulfilled, onRejected);
      },
    };
    await withSegment('worker', async () => {
      let inside: Span | undefined;
      const result = capture('query', (span) => {
        inside = span;
        return query;
      });
      expect(await result).toBe('rows');
      expect(starts).toEqual([inside]);
    });
    expect(tracing.span('query').status.code).toBe(SpanStatusCode.UNSET);
  });

  test.each([
    [
      'throws',
      () => {
        throw new Error('broken then');
      },
    ],
    [
      'rejects twice',
      (_: unknown, reject: (reason: unknown) => void) => {
        reject(new Error('broken then'));
        reject(1);
      },
    ],
  ])('ends once where a thenable %s', async (_what, then) => {
    await withSegment('worker', async () => {
      await expect(capture('query', () => ({ then }))).rejects.toThrow('broken then');
    });
    expect(tracing.spans().map((span) => span.name)).toEqual(['query', 'worker']);
  });

  test('is no thenable for a then that is no function or cannot be read', () => {
    const values = [
      { then: 1 },
      {
        get then(): never {
          throw new Error('no');
        },
      },
    ];
    withSegment('worker', () => {
      for (const value of values) expect(capture('block', () => value) === value).toBe(true);
    });
  });

  test.each([
    ['unhandled', 1, 'Error: nobody waits for me'],
    ['handled', 0, 'handled: nobody waits for me'],
  ])('leaves a rejection as %s as it would be untraced', (mode, exitCode, output) => {
    const script = fileURLToPath(new URL('./fixtures/rejection.mjs', import.meta.url));
    const child = spawnSync(process.execPath, [script, mode], { encoding: 'utf8' });
    expect(child.stdout + child.stderr).toContain(output);
    expect(child.status).toBe(exitCode);
  });
});

describe('without an active segment', () => {
  test('the function runs, with a span that records nothing, and one line is said', () => {
    const result = capture('block', (span) => {
      expect(span.isRecording()).toBe(false);
      expect(isSpanContextValid(span.spanContext())).toBe(false);
      return 7;
    });
    expect(result).toBe(7);
    capture('block', () => {});
    expect(tracing.spans()).toEqual([]);
    expect(tracing.lines).toEqual([
      'error: "capture" was called without an active segment; expected a call inside a request or "withSegment". The function runs untraced.',
    ]);
  });

  test('RUNTIME_ERROR throws before the function runs', () => {
    configureSpans({ contextMissing: 'RUNTIME_ERROR' });
    let hasRun = false;
    expect(() =>
      capture('block', () => {
        hasRun = true;
      }),
    ).toThrow('"capture" was called without an active segment');
    expect(hasRun).toBe(false);
  });

  test('IGNORE_ERROR says nothing', () => {
    configureSpans({ contextMissing: 'IGNORE_ERROR' });
    expect(capture('block', () => 7)).toBe(7);
    expect(tracing.lines).toEqual([]);
  });
});

test('an unsampled trace costs no line and keeps its context', () => {
  stopTracing();
  tracing = startTracing({ sampler: new AlwaysOffSampler() });
  configureSpans({ contextMissing: 'RUNTIME_ERROR' });
  withSegment('worker', (segment) => {
    capture('block', (span) => {
      expect(span.isRecording()).toBe(false);
      expect(span.spanContext().traceId).toBe(segment.spanContext().traceId);
      annotate('key', 1);
    });
  });
  expect(tracing.lines).toEqual([]);
});

test('a trace that came from another process is continued where no instrumentation did', () => {
  const spanContext = {
    traceId: '5759e988bd862e3fe1be46a994272793',
    spanId: '53995c3f42cd8ad8',
    traceFlags: 1,
    isRemote: true,
  };
  context.with(trace.setSpanContext(context.active(), spanContext), () => {
    capture('block', () => annotate('key', 1));
  });
  expect(tracing.span('block').spanContext().traceId).toBe(spanContext.traceId);
  expect(tracing.span('block').attributes['key']).toBe(1);
  expect(tracing.lines).toEqual([]);
});

describe('wrong arguments', () => {
  test.each([[undefined], [null], [{}], ['fn']])('%j instead of a function is a TypeError', (fn) => {
    // @ts-expect-error a wrong type on purpose
    expect(() => capture('x', fn)).toThrow(TypeError);
  });

  test.each([[undefined], [null], [''], [42], [Symbol('name')], [{}]])(
    '%s instead of a name runs as "capture"',
    (name) => {
      // @ts-expect-error a wrong type on purpose
      withSegment('worker', () => expect(capture(name, () => 7)).toBe(7));
      expect(tracing.span('capture')).toBeDefined();
      expect(tracing.lines).toHaveLength(1);
      expect(tracing.lines[0]).toMatch(/^warn: "capture" got .* as its name; expected a non-empty string/);
    },
  );

  test.each([[null], [42], [{ kind: 99 }], [{ kind: 'CLIENT' }], [{ links: 5 }], [{ links: [null] }]])(
    'options %j are refused with one line, and the function runs',
    (options) => {
      // @ts-expect-error a wrong type on purpose
      withSegment('worker', () => expect(capture('block', () => 7, options)).toBe(7));
      expect(tracing.lines).toHaveLength(1);
      expect(tracing.lines[0]).toMatch(/^warn: "capture" got .*; expected /);
    },
  );
});
