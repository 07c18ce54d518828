import { signal } from '@preact/signals';
import { formatRoute, parseRoute, type Route } from '../route/route.ts';

/** Where the reader is. */
export const route = signal<Route>(parseRoute(location.hash));

/** How far from where the console was opened; 0 has nothing to go back to. */
let depth = 0;

/** Follows the address. */
export function startNavigation(): void {
  addEventListener('hashchange', () => {
    const next = parseRoute(location.hash);
    if (formatRoute(next) === formatRoute(route.value)) return;
    depth += 1;
    route.value = next;
  });
}

/** Goes somewhere; `replace` leaves no step to go back to. */
export function navigate(next: Route, how: 'push' | 'replace' = 'push'): void {
  const address = formatRoute(next);
  if (how === 'replace') history.replaceState(null, '', address);
  else if (address !== location.hash) {
    history.pushState(null, '', address);
    depth += 1;
  }
  route.value = next;
}

/** One step back; where there is none, to `fallback`. */
export function goBack(fallback: Route): void {
  if (depth === 0) {
    navigate(fallback);
    return;
  }
  depth -= 2; // The step back is counted as a step again.
  history.back();
}
