/**
 * Removes headers that the application forwarded in a carrier, in whatever case it wrote them: from plain objects,
 * `Headers` and `Map` and their like, flat arrays (`[name, value, …]`) and arrays of pairs. `names` are in lower case.
 * Throws where the carrier refuses (frozen, hostile); callers catch.
 */
export function removeForwardedHeaders(carrier: unknown, names: readonly string[]): void {
  if (typeof carrier !== 'object' || carrier === null) return;
  const isForwarded = (name: unknown): boolean =>
    typeof name === 'string' && names.some((each) => each.length === name.length && each === name.toLowerCase());
  if (Array.isArray(carrier)) removeFromArray(carrier, isForwarded);
  else if (isPlain(carrier)) removeFromObject(carrier, isForwarded);
  else if (isMapLike(carrier)) removeFromMap(carrier, isForwarded);
  else removeFromObject(carrier, isForwarded);
}

/** The request objects of undici 5 (headers as text) and later (a flat array), in `undici:request:create`. */
export interface UndiciHeaders {
  headers: string | unknown[];
}

/**
 * Removes forwarded headers from an undici request, to which an instrumentation adds its own: without this both would
 * be sent. `names` are in lower case.
 */
export function removeForwardedFromUndici(request: UndiciHeaders, names: readonly string[]): void {
  if (typeof request.headers !== 'string') return removeForwardedHeaders(request.headers, names);
  const lines = request.headers.split('\r\n');
  const kept = lines.filter(
    (line) =>
      !names.includes(
        line
          .slice(0, Math.max(line.indexOf(':'), 0))
          .trim()
          .toLowerCase(),
      ),
  );
  if (kept.length < lines.length) request.headers = kept.join('\r\n');
}

/** What most carriers are, found out sooner than what others might be. */
function isPlain(carrier: object): boolean {
  return Object.getPrototypeOf(carrier) === Object.prototype && !Object.hasOwn(carrier, 'delete');
}

interface MapLike {
  keys(): Iterable<unknown>;
  delete(key: unknown): unknown;
}

function isMapLike(carrier: object): carrier is MapLike {
  return (
    'delete' in carrier &&
    typeof carrier.delete === 'function' &&
    'keys' in carrier &&
    typeof carrier.keys === 'function'
  );
}

function removeFromMap(map: MapLike, isForwarded: (name: unknown) => boolean): void {
  // Iterating while deleting would skip entries of `Headers`.
  const forwarded = Array.from(map.keys()).filter(isForwarded);
  for (const key of forwarded) map.delete(key);
}

function removeFromObject(object: object, isForwarded: (name: unknown) => boolean): void {
  for (const key of Object.keys(object)) if (isForwarded(key)) Reflect.deleteProperty(object, key);
}

function removeFromArray(array: unknown[], isForwarded: (name: unknown) => boolean): void {
  const isPairs = Array.isArray(array[0]);
  const step = isPairs ? 1 : 2;
  let kept = 0;
  for (let index = 0; index < array.length; index += step) {
    const entry = array[index];
    if (isForwarded(Array.isArray(entry) ? entry[0] : entry)) continue;
    if (kept !== index) array.copyWithin(kept, index, index + step);
    kept += Math.min(step, array.length - index);
  }
  if (kept < array.length) array.length = kept;
}
