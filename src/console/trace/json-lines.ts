import { shieldValue } from './secrets.ts';

/** One line of a JSON value as people read it. */
export interface JsonLine {
  /** Where it stands, such as `/http/request/url`: the same after each change of the rest. */
  readonly path: string;
  readonly depth: number;
  /** With its colon and a space; empty in lists and for the outermost value. */
  readonly key: string;
  /** The value, or the brackets around what follows. */
  readonly text: string;
  readonly kind: 'string' | 'number' | 'word' | 'bracket';
  readonly comma: boolean;
  /** What the text would be if nothing in it were hidden; absent where nothing is. */
  readonly secret?: string;
}

/** Deeper values are written in one line: nobody reads them, and they must not be a way to break the page. */
const DEEPEST = 64;

/** Lays out a JSON value in lines with two spaces a level, secrets hidden. */
export function toJsonLines(value: unknown): readonly JsonLine[] {
  const lines: JsonLine[] = [];
  write(lines, value, { path: '', name: '', key: '', depth: 0, comma: false });
  return lines;
}

interface Place {
  readonly path: string;
  /** The nearest key, which tells whether the value is a secret; items of a list have that of the list. */
  readonly name: string;
  readonly key: string;
  readonly depth: number;
  readonly comma: boolean;
}

function write(lines: JsonLine[], value: unknown, place: Place): void {
  const { path, key, depth, comma } = place;
  if (typeof value === 'object' && value !== null && depth < DEEPEST) {
    const isList = Array.isArray(value);
    const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
    const [open, close] = isList ? ['[', ']'] : ['{', '}'];
    if (entries.length === 0) {
      lines.push({ path, depth, key, text: open + close, kind: 'bracket', comma });
      return;
    }
    lines.push({ path, depth, key, text: open, kind: 'bracket', comma: false });
    for (const [index, [name, inner]] of entries.entries())
      write(lines, inner, {
        path: `${path}/${name}`,
        name: isList ? place.name : name,
        key: isList ? '' : `${JSON.stringify(name)}: `,
        depth: depth + 1,
        comma: index < entries.length - 1,
      });
    lines.push({ path: `${path}/`, depth, key: '', text: close, kind: 'bracket', comma });
    return;
  }
  lines.push({ path, depth, key, comma, ...scalar(place.name, value) });
}

function scalar(name: string, value: unknown): Pick<JsonLine, 'text' | 'kind' | 'secret'> {
  if (typeof value === 'string') {
    const { text, isHidden } = shieldValue(name, value);
    const shown = JSON.stringify(text);
    return isHidden ? { text: shown, kind: 'string', secret: JSON.stringify(value) } : { text: shown, kind: 'string' };
  }
  const text = typeof value === 'object' && value !== null ? '…' : String(value);
  const kind = typeof value === 'number' || typeof value === 'bigint' ? 'number' : 'word';
  const { isHidden, text: shown } = shieldValue(name, kind === 'number' ? text : '');
  return isHidden ? { text: shown, kind, secret: text } : { text, kind };
}

/** The lines as text that is JSON again; what is hidden stays hidden. */
export function linesToText(lines: readonly JsonLine[]): string {
  return lines.map(({ depth, key, text, comma }) => `${'  '.repeat(depth)}${key}${text}${comma ? ',' : ''}`).join('\n');
}
