import { describe, expect, it } from 'vitest';
import recorded from './recorded/spans.json' with { type: 'json' };
import { type SpanFile, toSpan } from './recorded/span-file.ts';
import { onlyDocument } from './documents.ts';

const spans = recorded as unknown as Readonly<Record<string, SpanFile>>;
const file = spans['pg error']!;

function exceptionsOf(changes: Partial<SpanFile>): unknown {
  const { cause } = onlyDocument(toSpan({ ...file, ...changes }));
  return typeof cause === 'object' ? cause.exceptions?.map(({ type, message }) => [type, message]) : cause;
}

function placeholder(name: string, code: string): Partial<SpanFile> {
  const message = `PostgreSQL error of type '${name}' occurred (code: ${code})`;
  return { events: [{ name: 'exception', attributes: { 'exception.message': message } }] };
}

describe('an error of PostgreSQL', () => {
  it('is shown by its code, with what PostgreSQL said', () => {
    expect(exceptionsOf({})).toEqual([['42P01', 'relation "missing" does not exist']]);
  });

  it('without a code is shown by its name', () => {
    const status = { code: 2, message: 'Connection terminated unexpectedly' };
    expect(exceptionsOf({ ...placeholder('Error', 'UNKNOWN'), status })).toEqual([['Error', status.message]]);
  });

  it('loses the literals that it quotes', () => {
    const status = { code: 2, message: 'invalid input syntax for type integer: "4111-1111"' };
    expect(exceptionsOf({ ...placeholder('error', '22P02'), status })).toEqual([
      ['22P02', 'invalid input syntax for type integer: ?'],
    ]);
  });

  it('that the application recorded itself stays as it is', () => {
    const events = [{ name: 'exception', attributes: { 'exception.type': 'Error', 'exception.message': 'mine' } }];
    expect(exceptionsOf({ events })).toEqual([['Error', 'mine']]);
  });
});
