import { afterEach, describe, expect, it } from 'vitest';
import { diag, DiagConsoleLogger, type DiagLogger } from '@opentelemetry/api';
import { keepLogger } from '../../src/distro/keep-logger.ts';

const said: unknown[] = [];
const note = (message: unknown): void => void said.push(message);
const logger: DiagLogger = { error: note, warn: note, info: note, debug: note, verbose: note };

afterEach(() => {
  said.length = 0;
  diag.disable();
});

describe('keepLogger', () => {
  it('keeps the logger while something else tries to replace it', () => {
    diag.setLogger(logger, { suppressOverrideMessage: true });
    const made = keepLogger(() => {
      diag.setLogger(new DiagConsoleLogger());
      diag.warn('inside');
      return 'made';
    });
    diag.warn('after');

    expect({ made, said }).toEqual({ made: 'made', said: ['inside', 'after'] });
  });

  it('lets the application replace it afterwards, also where making failed', () => {
    diag.setLogger(logger, { suppressOverrideMessage: true });
    expect(() =>
      keepLogger(() => {
        throw new Error('not made');
      }),
    ).toThrow('not made');
    const others: unknown[] = [];
    diag.setLogger({ ...logger, warn: (message) => void others.push(message) }, { suppressOverrideMessage: true });
    diag.warn('to the other');

    expect({ said, others }).toEqual({ said: [], others: ['to the other'] });
  });
});
