import {
  isAnyArrayBuffer,
  isArrayBufferView,
  isBoxedPrimitive,
  isDate,
  isMap,
  isNativeError,
  isRegExp,
  isSet,
} from 'node:util/types';

/** How an object is to be written as JSON. */
export type Described =
  | { readonly kind: 'scalar'; readonly value: unknown }
  | { readonly kind: 'list'; readonly items: ArrayLike<unknown> }
  | { readonly kind: 'members'; readonly owner: object };

/**
 * Says how to write an object as JSON: what is special in JavaScript by a rule of its own, else by its `toJSON`, else
 * by its own enumerable members.
 *
 * @throws whatever the object's own getters, traps or `toJSON` throw.
 */
export function describeObject(value: object): Described {
  return describeSpecial(value) ?? describeByToJson(value) ?? describeFields(value);
}

function describeSpecial(value: object): Described | undefined {
  if (isMap(value)) return describeMap(value);
  if (isSet(value)) return { kind: 'list', items: [...value] };
  if (isDate(value) && Number.isNaN(value.getTime())) return { kind: 'scalar', value: 'Invalid Date' };
  if (isArrayBufferView(value) || isAnyArrayBuffer(value)) {
    return {
      kind: 'scalar',
      value: `[${Object.prototype.toString.call(value).slice(8, -1)}: ${value.byteLength} bytes]`,
    };
  }
  if (isRegExp(value)) return { kind: 'scalar', value: String(value) };
  if (isBoxedPrimitive(value)) return { kind: 'scalar', value: value.valueOf() };
  return undefined;
}

/** What `toJSON` gives is written as it is: `JSON.stringify` does not ask it for another one either. */
function describeByToJson(value: object): Described | undefined {
  const toJson: unknown = Reflect.get(value, 'toJSON');
  if (typeof toJson !== 'function') return undefined;
  const replacement: unknown = Reflect.apply(toJson, value, ['']);
  if (typeof replacement !== 'object' || replacement === null) return { kind: 'scalar', value: replacement };
  return describeSpecial(replacement) ?? describeFields(replacement);
}

function describeFields(value: object): Described {
  if (isNativeError(value) || value instanceof Error) return { kind: 'members', owner: errorFields(value) };
  return Array.isArray(value) ? { kind: 'list', items: value } : { kind: 'members', owner: value };
}

function describeMap(map: ReadonlyMap<unknown, unknown>): Described {
  const entries = [...map];
  const isKeyedByText = entries.every(([key]) => typeof key === 'string' || typeof key === 'number');
  return isKeyedByText ? { kind: 'members', owner: Object.fromEntries(entries) } : { kind: 'list', items: entries };
}

/** Name, message, stack and cause are not enumerable in errors. */
function errorFields(error: Error): object {
  const { name, message, stack } = error;
  const fields: Record<string, unknown> = { name, message, stack };
  Object.assign(fields, error);
  if (error.cause !== undefined) fields['cause'] = error.cause;
  if (error instanceof AggregateError) fields['errors'] = error.errors;
  return fields;
}
