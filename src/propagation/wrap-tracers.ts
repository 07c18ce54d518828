import type { Tracer, TracerProvider } from '@opentelemetry/api';

/** The provider with each tracer that it gives wrapped, once. Everything else of the provider is its own. */
export function wrapTracers<P extends TracerProvider>(provider: P, wrap: (tracer: Tracer) => Tracer): P {
  const wrapped = new WeakMap<Tracer, Tracer>();
  const getTracer: TracerProvider['getTracer'] = (name, version, options) => {
    const tracer = provider.getTracer(name, version, options);
    const known = wrapped.get(tracer) ?? wrap(tracer);
    wrapped.set(tracer, known);
    return known;
  };
  return new Proxy(provider, {
    get: (target, key): unknown => {
      if (key === 'getTracer') return getTracer;
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' && key !== 'constructor' ? value.bind(target) : value;
    },
  });
}
