type Method<This, Args extends unknown[], Result> = (this: This, ...args: Args) => Result;

/**
 * Replaces a method of an object that others share, such as a prototype of Node's, and keeps it looking as it was.
 *
 * @param replace gives the method that takes its place. It is given a function that tells the method to go on with:
 * the one that was there, or, where that is inherited, whatever the object above has by then
 * @returns a function that puts everything back, unless somebody else has replaced the method since
 */
export function replaceMethod<This, Args extends unknown[], Result>(
  holder: object,
  name: string,
  replace: (original: () => Method<This, Args, Result>) => Method<This, Args, Result>,
): () => void {
  const own = Object.getOwnPropertyDescriptor(holder, name);
  const value = own?.value as Method<This, Args, Result>;
  const above = Object.getPrototypeOf(holder) as Readonly<Record<string, Method<This, Args, Result>>>;
  const replacement = replace(own === undefined ? () => above[name] as Method<This, Args, Result> : () => value);
  Object.defineProperty(replacement, 'name', { value: name, configurable: true });
  Object.defineProperty(holder, name, {
    value: replacement,
    writable: true,
    configurable: true,
    enumerable: own?.enumerable ?? false,
  });
  return () => {
    if (Reflect.get(holder, name) !== replacement) return;
    if (own === undefined) Reflect.deleteProperty(holder, name);
    else Object.defineProperty(holder, name, own);
  };
}
