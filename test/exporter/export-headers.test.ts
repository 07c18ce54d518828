import fc from 'fast-check';
import { validateHeaderName, validateHeaderValue } from 'node:http';
import { expect, test } from 'vitest';
import { selectLegalHeaders } from '../../src/exporter/export-headers.ts';
import { recordDiagnostics } from './recorded-diagnostics.ts';

test('whatever the headers, the legal ones are kept and no value is ever told', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary', minLength: 8 })),
      (headers) => {
        const diagnostics = recordDiagnostics();
        const legal = selectLegalHeaders(headers, (name, value) => {
          validateHeaderName(name);
          validateHeaderValue(name, value);
        });
        diagnostics.stop();
        const illegal = Object.keys(headers).length - Object.keys(legal).length;
        expect(diagnostics.lines).toHaveLength(illegal > 0 ? 1 : 0);
        for (const [name, value] of Object.entries(legal)) expect(headers[name]).toBe(value);
      },
    ),
  );
});

test('one line names the illegal ones', () => {
  const diagnostics = recordDiagnostics();
  const refuseBad = (name: string) => {
    if (name.startsWith('bad')) throw new Error(name);
  };
  expect(
    selectLegalHeaders({ 'bad one': 'secret', good: 'yes', [`bad${'x'.repeat(1 << 20)}`]: 'secret' }, refuseBad),
  ).toEqual({ good: 'yes' });
  diagnostics.stop();
  expect(diagnostics.lines).toHaveLength(1);
  expect(diagnostics.lines[0]).toContain('"bad one", "badxxx');
  expect(diagnostics.lines[0]).not.toContain('secret');
  expect(diagnostics.lines[0]?.length).toBeLessThan(400);
});
