import { diag } from '@opentelemetry/api';

/** Where all copies of `@opentelemetry/api` 1.x find what is registered, and by which version of it. */
const REGISTRY = Symbol.for('opentelemetry.js.api.1');
const apis = globalThis as { [REGISTRY]?: Registered };

/** What is registered, with the version of the copy that did it. */
interface Registered {
  readonly version: string;
  readonly trace?: unknown;
  metrics?: unknown;
}

/** Whether an OpenTelemetry SDK has registered in this process. */
export function isTraceApiTaken(): boolean {
  return apis[REGISTRY]?.trace !== undefined;
}

/**
 * Lets a copy of `@opentelemetry/api` that the application loads record here, or says why it cannot.
 *
 * A copy takes only what a copy of the same or a later minor version has registered; an earlier one makes spans that do
 * nothing, without a word. So what we have registered is given the version of the latest copy. A prerelease takes only
 * its own, which no other copy would take.
 *
 * @see https://github.com/open-telemetry/opentelemetry-js/blob/main/api/src/internal/semver.ts
 */
export function admitApiCopy(version: string): void {
  const registered = apis[REGISTRY];
  if (registered === undefined || version === registered.version) return;
  const [major, minor = 0] = numbersOf(version);
  if (major !== 1 || version.includes('-')) {
    diag.warn(
      `"@opentelemetry/api" was loaded as ${version}; expected a release of 1.x. What the application records by it is lost.`,
    );
    return;
  }
  if (minor <= (numbersOf(registered.version)[1] ?? 0)) return;
  diag.debug(
    `"@opentelemetry/api" was loaded as ${version}, newer than ${registered.version}; its spans are recorded.`,
  );
  // The property that holds the version cannot be changed.
  apis[REGISTRY] = { ...registered, version };
}

/**
 * Lets a copy of `@opentelemetry/api` that the application loads register a provider of metrics, where there is none
 * yet: a copy of another version than the one that has registered first is refused, and the application would lose
 * metrics that it has without otel-xray.
 *
 * @param moduleExports of a copy of a release of 1.x
 */
export function admitMeterProvider(moduleExports: unknown): void {
  const { metrics } = moduleExports as { metrics?: { setGlobalMeterProvider?: (provider: unknown) => boolean } };
  const register = metrics?.setGlobalMeterProvider;
  if (metrics === undefined || typeof register !== 'function') return;
  metrics.setGlobalMeterProvider = function (provider) {
    const registered = apis[REGISTRY];
    if (registered === undefined || registered.metrics !== undefined) return register.call(this, provider);
    registered.metrics = provider;
    return true;
  };
}

function numbersOf(version: string): number[] {
  return version.split('.').map((part) => Number.parseInt(part, 10));
}
