/** As many as the enrichment makes exceptions of. */
const MAX_CAUSES = 20;
const MAX_STACK_CHARACTERS = 16_384;

/**
 * The stack of an error, followed by the stacks of its causes and of the errors that an `AggregateError` holds, each
 * after `[cause]:` as Node prints them. X-Ray shows each as an exception of its own. Undefined where there is no
 * text at all; what the error itself says comes first and is never changed. Total but for getters that throw.
 *
 * @see https://nodejs.org/api/errors.html#errorcause
 */
export function stackWithCauses(error: object): string | undefined {
  const seen = new Set<unknown>([error]);
  const stack = textOf(error, 'stack');
  const causes = followCauses(error, seen);
  if (causes.length === 0) return stack;
  return [stack ?? headerOf(error), ...causes.map((cause) => `  [cause]: ${describeCause(cause)}`)].join('\n');
}

/** The outermost first; an error that stands for several is followed by each with its own causes. */
function followCauses(error: object, seen: Set<unknown>): unknown[] {
  return directCauses(error).flatMap((cause) => {
    if (seen.has(cause) || seen.size > MAX_CAUSES) return [];
    seen.add(cause);
    return [cause, ...(isObject(cause) ? followCauses(cause, seen) : [])];
  });
}

function directCauses(error: object): unknown[] {
  const { cause, errors } = error as { readonly cause?: unknown; readonly errors?: unknown };
  const inner = error instanceof AggregateError && Array.isArray(errors) ? errors.slice(0, MAX_CAUSES) : [];
  return [cause, ...inner].filter((each) => each !== undefined && each !== null && each !== '');
}

function describeCause(cause: unknown): string {
  if (!isObject(cause)) return typeof cause === 'function' ? `[function ${cause.name}]` : String(cause);
  return (textOf(cause, 'stack') ?? headerOf(cause)).slice(0, MAX_STACK_CHARACTERS);
}

/** What a stack begins with. */
function headerOf(error: object): string {
  const name = textOf(error, 'name') ?? 'Error';
  const message = textOf(error, 'message');
  return message === undefined ? name : `${name}: ${message}`;
}

function textOf(error: object, key: 'stack' | 'name' | 'message'): string | undefined {
  const value = (error as Readonly<Record<string, unknown>>)[key];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
