import { isTraceApiTaken } from './api-copies.ts';
import { tracerOf } from './tracers.ts';

/**
 * One sentence where another tracer runs in this process already, so that otel-xray leaves it alone: an OpenTelemetry
 * SDK that has registered, or one that was loaded and works by itself.
 *
 * @param files that are loaded, as by `loadedFiles`
 */
export function describeRunningTracer(files: readonly string[]): string | undefined {
  const isRegistered = isTraceApiTaken();
  const found = [...new Set(files.flatMap((file) => tracerOf(file) ?? []))];
  const tracer = found.find(({ isWhole }) => isWhole) ?? (isRegistered ? found[0] : undefined);
  if (tracer === undefined && !isRegistered) return undefined;
  const name = tracer === undefined ? 'Another OpenTelemetry SDK' : `${tracer.name} ("${tracer.package}")`;
  return `${name} traces this process already; otel-xray leaves it alone. To use otel-xray, start without the other.`;
}
