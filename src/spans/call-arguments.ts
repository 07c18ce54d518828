import { describeKind } from './describe-value.ts';
import { limitedReport } from './limited-report.ts';

/**
 * Checks the function argument of a helper. Without it there is nothing to run, so this is the one wrong argument
 * that is thrown.
 *
 * @throws TypeError when it is no function.
 */
export function requireFunction(helper: string, fn: unknown): void {
  if (typeof fn === 'function') return;
  throw new TypeError(`"${helper}" got ${describeKind(fn)} as its second argument; expected a function to run.`);
}

/** Gives the name of a new span: the one passed, or the helper's own where that is no name, with one line. */
export function spanNameOf(helper: string, name: unknown): string {
  if (typeof name === 'string' && name !== '') return name;
  refuse(
    `"${helper}" got ${describeKind(name)} as its name; expected a non-empty string. The name is "${helper}" now.`,
  );
  return helper;
}

/** Gives the options of a helper, or none where something else was passed, with one line. */
export function optionsOf<T extends object>(helper: string, options: T): T | Partial<T> {
  if (typeof options === 'object' && options !== null) return options;
  refuse(`"${helper}" got ${describeKind(options)} as its options; expected an object. They are left out.`);
  return {};
}

/** Says at warn level that an argument was refused; the same sentence once a minute. */
export function refuse(sentence: string): void {
  limitedReport('warn', sentence);
}
