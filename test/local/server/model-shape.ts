import * as client from '@aws-sdk/client-xray';

/**
 * How the SDK holds X-Ray's published API model: a number for a simple kind (0 text, 1 number, 2 boolean, 4 time), or
 * a list `[kind, namespace, name, traits, …]` with kind 1 list, 2 map, 3 structure, 9 operation; functions where the
 * model is recursive.
 */
type Schema = number | readonly unknown[] | (() => Schema);

/** The operation's answer in the model. */
function outputOf(operation: string): Schema {
  const schema = Reflect.get(client, `${operation}$`) as readonly unknown[] | undefined;
  if (schema?.[0] !== 9) throw new Error(`${operation} is no operation of the model`);
  return resolve(schema[5] as Schema);
}

function resolve(schema: Schema): number | readonly unknown[] {
  return typeof schema === 'function' ? resolve(schema()) : schema;
}

/** What of an answer is not in X-Ray's API model, or of another kind there; each as a path. */
export function findDeviations(operation: string, answer: unknown): readonly string[] {
  return check(answer, outputOf(operation), operation);
}

function check(value: unknown, given: Schema, path: string): readonly string[] {
  const schema = resolve(given);
  if (value === null) return [`${path} is null`];
  if (typeof schema === 'number') return checkSimple(value, schema, path);
  const [kind] = schema;
  if (kind === 1) {
    if (!Array.isArray(value)) return [`${path} is no list`];
    return value.flatMap((item, index) => check(item, elementOf(schema[4]), `${path}[${index}]`));
  }
  if (typeof value !== 'object' || Array.isArray(value)) return [`${path} is no object`];
  if (kind === 2)
    return Object.entries(value).flatMap(([key, item]) => check(item, elementOf(schema[5]), `${path}.${key}`));
  if (kind === 3 || kind === -3 || kind === 4) {
    const names = schema[4] as readonly string[];
    const members = schema[5] as readonly Schema[];
    return Object.entries(value).flatMap(([key, item]) => {
      const index = names.indexOf(key);
      return index === -1
        ? [`${path}.${key} is not in the model`]
        : check(item, elementOf(members[index]), `${path}.${key}`);
    });
  }
  // A simple kind with traits: [0, namespace, name, traits, kind].
  return kind === 0 ? check(value, schema[4] as Schema, path) : [`${path} has a schema of kind ${String(kind)}`];
}

/** A member with traits is `[schema, traits]`. */
function elementOf(member: unknown): Schema {
  if (Array.isArray(member) && member.length === 2 && typeof member[0] !== 'string') return member[0] as Schema;
  return member as Schema;
}

function checkSimple(value: unknown, schema: number, path: string): readonly string[] {
  const wanted = schema === 0 ? 'string' : schema === 2 ? 'boolean' : 'number';
  if (schema >= 64) {
    // A list (64) or map (128) of a simple kind.
    const items = schema >= 128 ? Object.values(value as object) : (value as readonly unknown[]);
    return items.flatMap((item, index) => checkSimple(item, schema % 64, `${path}[${index}]`));
  }
  return typeof value === wanted ? [] : [`${path} is a ${typeof value}, not a ${wanted}`];
}
