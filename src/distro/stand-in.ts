import { createRequire } from 'node:module';

/** Packages by name, with their exports. */
export type Extras = Readonly<Record<string, Readonly<Record<string, object>>>>;

let extras: Extras | undefined;

function loadExtras(): Extras {
  extras ??= createRequire(import.meta.filename)('./sdk-extras.js') as Extras;
  return extras;
}

/**
 * Stands in for one export of a package that is rarely used: constructing, calling or reading it loads the
 * real one from the chunk `sdk-extras.js`. The build puts stand-ins where sdk-node imports such packages.
 *
 * @param packageName the name under which `sdk-extras.js` exports the package
 * @param name the export's name
 * @param load gives the real packages; default: that chunk, loaded once
 */
export function createStandIn(packageName: string, name: string, load: () => Extras = loadExtras): unknown {
  const real = (): object => {
    const value = load()[packageName]?.[name];
    if (value === undefined) throw new Error(`"${packageName}" has no export "${name}".`);
    return value;
  };
  return new Proxy(function () {}, {
    construct: (_target, args: unknown[]) => Reflect.construct(real() as new () => object, args) as object,
    apply: (_target, self, args: unknown[]): unknown => Reflect.apply(real() as () => unknown, self, args),
    get: (_target, key): unknown => Reflect.get(real(), key),
    has: (_target, key) => Reflect.has(real(), key),
  });
}
