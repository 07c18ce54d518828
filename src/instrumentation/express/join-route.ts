/** What Express takes as a path: `/users/:id`, a regular expression, or several of them. */
export type RoutePath = string | RegExp | readonly (string | RegExp)[];

/**
 * Appends a path to the mount paths before it: `/api` and `/users/:id` give `/api/users/:id`; a mount at `/`
 * adds nothing. Regular expressions stand as they are written, several paths with commas between.
 */
export function joinRoute(prefix: string, path: RoutePath): string {
  const text = Array.isArray(path) ? path.map(written).join(',') : written(path as string | RegExp);
  if (text === '') return prefix;
  return text.startsWith('/') ? prefix + text : `${prefix}/${text}`;
}

function written(path: string | RegExp): string {
  if (typeof path !== 'string') return String(path);
  return path.endsWith('/') ? path.replace(/\/+$/, '') : path;
}
