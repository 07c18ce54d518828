import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sanitizeSql } from '../../src/enrichment/sanitize-sql.ts';

describe('a statement without its literals', () => {
  it.each([
    ['postgresql', "SELECT * FROM t1 WHERE a = 'x' AND b = 42", 'SELECT * FROM t1 WHERE a = ? AND b = ?'],
    [
      'postgresql',
      "INSERT INTO t VALUES ('it''s', -1.5e-3, .5, 0xFF, x'1F', B'01', N'ü')",
      'INSERT INTO t VALUES (?, -?, ?, ?, ?, ?, ?)',
    ],
    ['postgresql', "SELECT E'it\\'s secret', 'C:\\', secret", 'SELECT ?, ?, secret'],
    ['postgresql', 'SELECT $tag$secret$other$ 1$tag$, $$x$$, $1, $12', 'SELECT ?, ?, $1, $12'],
    [
      'postgresql',
      'SELECT "Column 1", t2.c3 FROM "T 4" -- secret\nWHERE a=1',
      'SELECT "Column 1", t2.c3 FROM "T 4" WHERE a=?',
    ],
    ['postgresql', 'SELECT 1 /* secret 5 */ + 2', 'SELECT ?  + ?'],
    ['postgresql', "SELECT 'unfinished", 'SELECT ?'],
    ['postgresql', 'SELECT $a$unfinished', 'SELECT ?'],
    ['postgresql', 'SELECT /* unfinished', 'SELECT'],
    ['mysql', `SELECT "it\\"s", 'it\\'s', \`col 1\` # secret`, 'SELECT ?, ?, `col 1`'],
    ['mysql', "SELECT _utf8'x', @var1, :named, ?", 'SELECT ?, @var1, :named, ?'],
    [
      'mssql',
      "SELECT [Column 1] FROM t WHERE n = N'x' AND p = @p1",
      'SELECT [Column 1] FROM t WHERE n = ? AND p = @p1',
    ],
    ['oracle', "SELECT :1, 'x' FROM dual", 'SELECT :1, ? FROM dual'],
    ['clickhouse', "SELECT 'a\\', secret, 'b'", 'SELECT ?'],
    ['clickhouse', "SELECT 'a', b", 'SELECT ?, b'],
    ['gcp.spanner', 'SELECT "secret"', 'SELECT ?'],
    ['postgresql', '', ''],
    ['postgresql', 'SELECT größe1, 表2 FROM t', 'SELECT größe1, 表2 FROM t'],
  ])('of %s: %s', (system, statement, sanitized) => {
    expect(sanitizeSql(statement, system)).toBe(sanitized);
  });

  it('says where it was cut', () => {
    const sanitized = sanitizeSql(`SELECT ${'a, '.repeat(40_000)}1`, 'postgresql');
    expect(sanitized.length).toBeLessThan(33_000);
    expect(sanitized).toMatch(/\[cut\]$/);
  });

  it('holds no string or number, whatever stands in them', () => {
    const secret = fc.stringMatching(/^[a-z ]{1,10}$/).map((text) => `ZQ${text.trim()}ZQ`);
    const quoted = secret.map((text) => `'${text}''${text}'`);
    const literal = fc.oneof(
      quoted,
      secret.map((text) => `$q$${text}$q$`),
      secret.map((text) => `/*${text}*/`),
      fc.constant('918273'),
    );
    const statement = fc.array(fc.oneof(literal, fc.constantFrom(' ', ',', '(', ')', 'col1', '"T"', '$1', '=')), {
      maxLength: 30,
    });
    fc.assert(
      fc.property(statement, (parts) => {
        expect(sanitizeSql(parts.join(' '), 'postgresql')).not.toMatch(/ZQ|918273/);
      }),
    );
  });

  it('never throws, and takes no longer than the text deserves', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 200 }),
        fc.constantFrom('mysql', 'postgresql', ''),
        (text, system) => {
          expect(typeof sanitizeSql(text, system)).toBe('string');
        },
      ),
    );
    for (const hostile of ["'", '"', '$', '$a', '/*', '--', '\\', '0x', '[', "E'", '1e']) {
      expect(typeof sanitizeSql(hostile.repeat(50_000), 'mysql')).toBe('string');
      expect(typeof sanitizeSql(hostile.repeat(50_000), '')).toBe('string');
    }
  });
});
