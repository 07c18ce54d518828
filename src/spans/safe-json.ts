import { describeObject } from './describe-object.ts';
import type { Described } from './describe-object.ts';

/** Deeper levels are cut: far more than a person reads, far less than the stack holds. */
const MAX_DEPTH = 32;
/** What the marks of a cut may take, one or two on every open level; kept free of the limit. */
const RESERVED_BYTES = 4096;

/**
 * Writes any value as valid JSON of at most `maxBytes` in UTF-8, or 8 KiB where that is less. Never throws.
 *
 * What JSON cannot say is described: BigInt as its digits, `NaN` and infinite numbers by name, errors by name,
 * message, stack, cause and own fields, maps as objects or pairs, sets as arrays, binary data by its size. Undefined,
 * functions and symbols are left out of objects and are null elsewhere, as with `JSON.stringify`. Cycles, members
 * that cannot be read, levels below 32 and what exceeds the limit are marked: `"[Circular]"`, `"[unreadable: …]"`,
 * `"[cut: …]"`.
 */
export function safeJson(value: unknown, maxBytes: number): string {
  return new JsonWriter(Math.max(maxBytes - RESERVED_BYTES, RESERVED_BYTES)).write(value);
}

class JsonWriter {
  readonly #ancestors: object[] = [];
  #remainingBytes: number;

  constructor(remainingBytes: number) {
    this.#remainingBytes = remainingBytes;
  }

  write(value: unknown): string {
    return this.#value(value) ?? 'null';
  }

  /** Gives undefined for what JSON leaves out. */
  #value(value: unknown): string | undefined {
    switch (typeof value) {
      case 'string':
        return this.#text(value);
      case 'number':
        return this.#spend(Number.isFinite(value) ? String(value) : `"${value}"`);
      case 'boolean':
        return this.#spend(String(value));
      case 'bigint':
        return this.#text(value.toString());
      case 'object':
        return value === null ? this.#spend('null') : this.#object(value);
      default:
        return undefined;
    }
  }

  #object(value: object): string | undefined {
    if (this.#ancestors.includes(value)) return this.#spend('"[Circular]"');
    if (this.#ancestors.length >= MAX_DEPTH) return this.#spend(`"[cut: deeper than ${MAX_DEPTH} levels]"`);
    this.#ancestors.push(value);
    try {
      return this.#described(describeObject(value));
    } catch (error) {
      return this.#unreadable(error);
    } finally {
      this.#ancestors.pop();
    }
  }

  #described(described: Described): string | undefined {
    if (described.kind === 'scalar') return this.#value(described.value);
    return described.kind === 'list' ? this.#list(described.items) : this.#members(described.owner);
  }

  #list(items: ArrayLike<unknown>): string {
    const written: string[] = [];
    for (let index = 0; index < items.length; index += 1) {
      if (this.#remainingBytes <= 0) {
        written.push(`"[cut: ${items.length - index} more]"`);
        break;
      }
      written.push(this.#member(items, index) ?? this.#spend('null'));
      this.#remainingBytes -= 1;
    }
    this.#remainingBytes -= 2;
    return `[${written.join(',')}]`;
  }

  #members(owner: object): string {
    const written: string[] = [];
    const keys = Object.keys(owner);
    for (const [index, key] of keys.entries()) {
      if (this.#remainingBytes <= 0) {
        written.push(`"…":"[cut: ${keys.length - index} more]"`);
        break;
      }
      const value = this.#member(owner, key);
      if (value !== undefined) written.push(`${this.#text(key)}:${value}`);
      this.#remainingBytes -= 2;
    }
    this.#remainingBytes -= 2;
    return `{${written.join(',')}}`;
  }

  #member(owner: object, key: PropertyKey): string | undefined {
    try {
      return this.#value(Reflect.get(owner, key));
    } catch (error) {
      return this.#unreadable(error);
    }
  }

  #text(text: string): string {
    const json = JSON.stringify(text);
    if (Buffer.byteLength(json) <= this.#remainingBytes) return this.#spend(json);
    const kept = cutToBytes(text, Math.max(0, this.#remainingBytes));
    return this.#spend(JSON.stringify(`${kept}[cut: ${text.length - kept.length} more characters]`));
  }

  #unreadable(error: unknown): string {
    return this.#text(`[unreadable: ${reasonOf(error)}]`);
  }

  #spend(json: string): string {
    this.#remainingBytes -= Buffer.byteLength(json);
    return json;
  }
}

/** The beginning of a text that takes about as many bytes in JSON, and not more. */
function cutToBytes(text: string, maxBytes: number): string {
  let kept = text.slice(0, maxBytes);
  let bytes = Buffer.byteLength(JSON.stringify(kept));
  while (kept !== '' && bytes > maxBytes) {
    kept = kept.slice(0, Math.floor((kept.length * maxBytes) / bytes));
    bytes = Buffer.byteLength(JSON.stringify(kept));
  }
  return kept;
}

function reasonOf(error: unknown): string {
  try {
    return error instanceof Error ? error.message.slice(0, 100) : typeof error;
  } catch {
    // Not even the error can be read.
    return 'unknown';
  }
}
