/** Texts of which the statement is still read; the rest of a longer one is left out. */
const MAX_CHARACTERS = 32 * 1024;
const MAX_CACHED_CHARACTERS = 4096;
const MAX_CACHED = 500;

const NAME = /[\p{L}_@#$][\p{L}\p{N}_@#$]*/uy;
const PARAMETER = /[$:@?]\d+|:[a-z_]\w*/iy;
const NUMBER = /(?:0x[\da-f]*|\d+(?:\.\d*)?(?:e[+-]?\d+)?|\.\d+(?:e[+-]?\d+)?)/iy;
const DOLLAR_QUOTE = /\$(?:[a-z_]\w*)?\$/iy;
/** `N'…'`, `E'…'`, `B'…'`, `X'…'`, `_utf8'…'`: what kind of literal it is, said before its quote. */
const LITERAL_PREFIX = /(?:[nbxe]|u&|_\w{1,20})(?=')/iy;

/** Whether a backslash inside quotes keeps the next quote from ending them; where that is unknown, nothing is risked. */
type Escapes = 'yes' | 'no' | 'unknown';

const ESCAPES: Readonly<Record<string, Escapes>> = {
  mysql: 'yes',
  mariadb: 'yes',
  postgresql: 'no',
  sqlite: 'no',
  mssql: 'no',
  oracle: 'no',
  db2: 'no',
  derby: 'no',
  teradata: 'no',
  cassandra: 'no',
  cockroachdb: 'no',
  'ibm.db2': 'no',
  'microsoft.sql_server': 'no',
  'oracle.db': 'no',
};

/** Where `"…"` is a string and not a name. */
const DOUBLE_QUOTED_STRINGS: ReadonlySet<string> = new Set(['mysql', 'mariadb', 'gcp.spanner']);
const HASH_COMMENTS: ReadonlySet<string> = new Set(['mysql', 'mariadb']);

const cached = new Map<string, string>();

/**
 * The statement without its literals: strings, numbers, hexadecimal, bit and dollar-quoted ones become `?`, comments
 * are left out. Names and parameters stay. What stands behind an unfinished literal, or one whose end depends on the
 * server's settings, is a `?` as well. Linear in the text; of more than 32,768 characters the rest is left out.
 *
 * @param system the database by its stable or its old name, such as `postgresql`; any other text for an unknown one
 */
export function sanitizeSql(statement: string, system: string): string {
  if (statement.length > MAX_CACHED_CHARACTERS) return sanitize(statement, system);
  const key = `${system} ${statement}`;
  const known = cached.get(key);
  if (known !== undefined) return known;
  const sanitized = sanitize(statement, system);
  if (cached.size >= MAX_CACHED) cached.clear();
  cached.set(key, sanitized);
  return sanitized;
}

interface Dialect {
  readonly escapes: Escapes;
  readonly stringQuotes: string;
  readonly hasHashComments: boolean;
}

function dialectOf(system: string): Dialect {
  return {
    escapes: ESCAPES[system] ?? 'unknown',
    stringQuotes: DOUBLE_QUOTED_STRINGS.has(system) ? `'"` : "'",
    hasHashComments: HASH_COMMENTS.has(system),
  };
}

function sanitize(statement: string, system: string): string {
  const text = statement.length > MAX_CHARACTERS ? statement.slice(0, MAX_CHARACTERS) : statement;
  const dialect = dialectOf(system);
  const parts: string[] = [];
  let position = 0;
  while (position < text.length) {
    const comment = endOfComment(text, position, dialect);
    const literal = comment > position ? comment : endOfLiteral(text, position, dialect);
    const end = literal > position ? literal : endOfOther(text, position);
    if (comment > position) parts.push(/\s$/.test(parts.at(-1) ?? ' ') ? '' : ' ');
    else parts.push(literal > position ? '?' : text.slice(position, end));
    position = end;
  }
  return parts.join('').trim() + (text.length < statement.length ? ' [cut]' : '');
}

/** The position itself where no comment begins there. */
function endOfComment(text: string, position: number, { hasHashComments }: Dialect): number {
  const isLine = text.startsWith('--', position) || (hasHashComments && text[position] === '#');
  if (!isLine && !text.startsWith('/*', position)) return position;
  const end = isLine ? text.indexOf('\n', position) : text.indexOf('*/', position + 2);
  return end < 0 ? text.length : end + (isLine ? 1 : 2);
}

/** The position itself where no literal begins there. */
function endOfLiteral(text: string, position: number, { escapes, stringQuotes }: Dialect): number {
  const prefix = lengthOf(LITERAL_PREFIX, text, position);
  const quote = text[position + prefix] ?? '';
  if (quote !== '' && stringQuotes.includes(quote)) {
    const hasEscapePrefix = prefix === 1 && /e/i.test(text[position] ?? '');
    return endOfQuoted(text, position + prefix, hasEscapePrefix && escapes === 'no' ? 'yes' : escapes);
  }
  const dollar = lengthOf(DOLLAR_QUOTE, text, position);
  if (dollar > 0) {
    const end = text.indexOf(text.slice(position, position + dollar), position + dollar);
    return end < 0 ? text.length : end + dollar;
  }
  return position + lengthOf(NUMBER, text, position);
}

function endOfQuoted(text: string, position: number, escapes: Escapes): number {
  const quote = text[position];
  for (let index = position + 1; index < text.length; index += 1) {
    const character = text[index];
    if (character === '\\' && escapes === 'yes') index += 1;
    else if (character === '\\' && escapes === 'unknown' && text[index + 1] === quote) return text.length;
    else if (character === quote && text[index + 1] === quote) index += 1;
    else if (character === quote) return index + 1;
  }
  return text.length;
}

/** A name, a parameter, a quoted name or one other character. */
function endOfOther(text: string, position: number): number {
  const length = lengthOf(PARAMETER, text, position) || lengthOf(NAME, text, position);
  if (length > 0) return position + length;
  const quote = text[position];
  if (quote !== '"' && quote !== '`' && quote !== '[') return position + 1;
  const end = text.indexOf(quote === '[' ? ']' : quote, position + 1);
  return end < 0 ? text.length : end + 1;
}

function lengthOf(pattern: RegExp, text: string, position: number): number {
  pattern.lastIndex = position;
  return pattern.exec(text)?.[0].length ?? 0;
}
