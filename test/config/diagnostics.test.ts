import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDiagnostics, type DiagnosticsOptions } from '../../src/config/diagnostics.ts';

const start = Date.UTC(2026, 0, 1);

function createCapture(options: Partial<DiagnosticsOptions> = {}) {
  const lines: string[] = [];
  const clock = { millis: start };
  const logger = createDiagnostics({
    level: 'info',
    format: 'text',
    now: () => clock.millis,
    write: (line) => lines.push(line),
    ...options,
  });
  return { lines, clock, logger };
}

const levels = ['error', 'warn', 'info', 'debug', 'verbose'] as const;

describe('createDiagnostics', () => {
  it('writes a sentence as one line of text', () => {
    const { lines, logger } = createCapture();
    logger.warn('The collector is away.');
    expect(lines).toStrictEqual(['otel-xray: warn: The collector is away.\n']);
  });

  it('writes one JSON object a line', () => {
    const { lines, logger } = createCapture({ format: 'json' });
    logger.error('It is "broken".\n');
    expect(lines[0]).toMatch(/^\{.*\}\n$/);
    expect(JSON.parse(lines[0] ?? '')).toStrictEqual({
      time: '2026-01-01T00:00:00.000Z',
      level: 'error',
      logger: 'otel-xray',
      message: 'It is "broken".\\n',
    });
  });

  it.each([
    ['none', []],
    ['error', ['error']],
    ['warn', ['error', 'warn']],
    ['info', ['error', 'warn', 'info']],
    ['debug', ['error', 'warn', 'info', 'debug']],
    ['verbose', [...levels]],
  ] as const)('at level %s writes %j', (level, written) => {
    const { lines, logger } = createCapture({ level });
    for (const each of levels) {
      logger[each]('message');
    }
    expect(lines).toStrictEqual(written.map((each) => `otel-xray: ${each}: message\n`));
  });

  it('joins the parts that components and the SDK pass', () => {
    const { lines, logger } = createCapture();
    logger.info('@opentelemetry/x', 'failed:', new TypeError('no\u001b[2J'), { a: [1, 'b'] }, 7);
    expect(lines).toStrictEqual([
      "otel-xray: info: @opentelemetry/x failed: TypeError: no\\u{1b}[2J { a: [ 1, 'b' ] } 7\n",
    ]);
  });

  it('writes a warning once, and counts its repeats at most once a minute', () => {
    const { lines, clock, logger } = createCapture();
    for (let round = 0; round < 5; round += 1) {
      logger.warn('again');
    }
    logger.warn('other');
    expect(lines).toStrictEqual(['otel-xray: warn: again\n', 'otel-xray: warn: other\n']);

    clock.millis += 60_000;
    logger.warn('again');
    expect(lines.slice(2)).toStrictEqual([
      'otel-xray: warn: 5 repeated messages were not shown again; 5 of them: warn: again\n',
    ]);
    logger.warn('again');
    clock.millis += 59_999;
    logger.info('quiet');
    clock.millis += 1;
    logger.info('late');
    expect(lines.slice(3)).toStrictEqual([
      'otel-xray: info: quiet\n',
      'otel-xray: warn: 1 repeated message was not shown again; 1 of them: warn: again\n',
      'otel-xray: info: late\n',
    ]);
  });

  it('keeps a warning and an error of the same words apart, and repeats information', () => {
    const { lines, logger } = createCapture();
    logger.warn('same');
    logger.error('same');
    logger.info('same');
    logger.info('same');
    expect(lines).toHaveLength(4);
  });

  it('remembers only so many messages', () => {
    const { lines, logger } = createCapture();
    for (let index = 0; index <= 200; index += 1) {
      logger.warn(`message ${String(index)}`);
    }
    logger.warn('message 200');
    logger.warn('message 0');
    expect(lines).toHaveLength(202);
  });

  it.each(['text', 'json'] as const)('holds 2,000 characters a line as %s', (format) => {
    const { lines, logger } = createCapture({ format });
    logger.warn('x'.repeat(1 << 20));
    logger.warn('"\\'.repeat(1 << 20));
    logger.warn('\u0000'.repeat(1 << 20));
    expect(lines).toHaveLength(3);
    for (const line of lines) {
      expect(line.length).toBeLessThanOrEqual(2001);
      expect(line.length).toBeGreaterThan(900);
    }
  });

  it.each(['text', 'json'] as const)('survives whatever it is given as %s', (format) => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.array(fc.anything()), (message, args) => {
        const { lines, logger } = createCapture({ format });
        logger.error(message, ...args);
        expect(lines).toHaveLength(1);
        expect(lines[0]?.slice(0, -1)).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
        expect(lines[0]).toMatch(/\n$/);
      }),
    );
  });

  it('survives hostile objects and a write that throws', () => {
    const { lines, logger } = createCapture();
    const hostile = new Proxy(new Error('x'), {
      get: () => {
        throw new Error('no');
      },
    });
    logger.warn('first', hostile, 'last');
    expect(lines).toStrictEqual(['otel-xray: warn: first (not printable) last\n']);
    const broken = createDiagnostics({
      level: 'info',
      format: 'text',
      write: () => {
        throw new Error('closed');
      },
    });
    expect(() => {
      broken.warn('lost');
    }).not.toThrow();
  });
});
