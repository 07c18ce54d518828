import { context, diag, type Span } from '@opentelemetry/api';
import { getRPCMetadata, type RPCMetadata, RPCType } from '@opentelemetry/core';
import {
  type Instrumentation,
  InstrumentationBase,
  InstrumentationNodeModuleDefinition,
  InstrumentationNodeModuleFile,
} from '@opentelemetry/instrumentation';
import { joinRoute, type RoutePath } from './join-route.ts';

/**
 * Express 4 and 5: the matched route names the request (`http.route`, all mount paths included), and what
 * handlers throw, reject with or pass to `next` is recorded on the request's own span. No handler makes a span.
 *
 * Upstream's instrumentation cannot serve here: with its spans switched off it records no error, and it names
 * a request that a mounted router passed on after that router too.
 */
export function createExpressInstrumentation(version: string): Instrumentation {
  return new ExpressRoutes('otel-xray/express', version, {});
}

type Next = (error?: unknown, ...rest: unknown[]) => unknown;
type HandleRequest = (this: Layer, request: object, response: unknown, next: Next) => unknown;

interface Layer {
  readonly route?: { readonly path?: RoutePath } | undefined;
}
interface LayerConstructor {
  new (path: RoutePath, ...rest: unknown[]): Layer;
  readonly prototype: Layer & Record<string, HandleRequest>;
}

/** Express 5 has its layers in the package `router`, Express 4 in itself; only the names differ. */
const layerFiles = [
  { module: 'router', versions: ['>=2.0.0 <3'], file: 'router/lib/layer.js', method: 'handleRequest' },
  { module: 'express', versions: ['>=4.0.0 <5'], file: 'express/lib/router/layer.js', method: 'handle_request' },
] as const;

class ExpressRoutes extends InstrumentationBase {
  protected override init(): InstrumentationNodeModuleDefinition[] {
    return layerFiles.map(({ module, versions, file, method }) => {
      const patch = (layerClass: LayerConstructor): LayerConstructor => {
        this._wrap(layerClass.prototype, method, followLayer);
        return rememberPaths(layerClass);
      };
      const unpatch = (layerClass: LayerConstructor): void => this._unwrap(layerClass.prototype, method);
      const layerFile = new InstrumentationNodeModuleFile(file, [...versions], patch, unpatch);
      return new InstrumentationNodeModuleDefinition(module, [...versions], undefined, undefined, [layerFile]);
    });
  }
}

/** The path under which a layer was mounted; Express keeps only what it compiled from it. */
const mountPaths = new WeakMap<Layer, RoutePath>();

function rememberPaths(layerClass: LayerConstructor): LayerConstructor {
  // A function, not a class: Express 4 also calls it without `new`.
  function RememberingLayer(path: RoutePath, ...rest: unknown[]): Layer {
    const layer = new layerClass(path, ...rest);
    mountPaths.set(layer, path);
    return layer;
  }
  RememberingLayer.prototype = layerClass.prototype;
  return RememberingLayer as unknown as LayerConstructor;
}

/**
 * Beside the route: the mount paths around the layer that the request is in. On the request itself it would make those
 * that are recorded objects of another shape, and Node's and Express's own code is compiled for shapes.
 */
const PREFIX = Symbol('otel-xray mount path');
type Routed = RPCMetadata & { route?: string; [PREFIX]?: string };

function followLayer(original: HandleRequest): HandleRequest {
  return function handleRequest(request, response, next) {
    const metadata = getRPCMetadata(context.active());
    // Requests that are neither recorded nor measured have none.
    if (metadata?.type !== RPCType.HTTP) {
      return original.call(this, request, response, next);
    }
    const leave = enterLayer(this, metadata);
    return original.call(this, request, response, (...args) => {
      if (isError(args[0])) recordOnce(metadata.span, args[0]);
      else leave();
      return next(...args);
    });
  };
}

/** Notes where the request now is; the function that comes back undoes it, for a layer that passes it on. */
function enterLayer(layer: Layer, metadata: Routed): () => void {
  const prefix = metadata[PREFIX] ?? '';
  if (!layer.route) {
    metadata[PREFIX] = joinRoute(prefix, mountPaths.get(layer) ?? '/');
    return () => void (metadata[PREFIX] = prefix);
  }
  const { route } = metadata;
  metadata.route = joinRoute(prefix, layer.route.path ?? '/') || '/';
  return () => {
    if (route === undefined) delete metadata.route;
    else metadata.route = route;
  };
}

/** `next('route')` and `next('router')` skip handlers, they are no errors. */
function isError(argument: unknown): boolean {
  return argument !== undefined && argument !== null && argument !== 'route' && argument !== 'router';
}

/** An error passes each router on its way out; it is one exception all the same. */
const recorded = new WeakMap<Span, unknown>();

function recordOnce(span: Span, error: unknown): void {
  if (recorded.get(span) === error) return;
  recorded.set(span, error);
  try {
    span.recordException(error instanceof Error ? error : String(error));
  } catch (fault) {
    diag.debug('An error of an Express handler could not be recorded.', fault);
  }
}
