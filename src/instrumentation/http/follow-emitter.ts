import { type Context, context, diag } from '@opentelemetry/api';
import { replaceMethod } from './replace-method.ts';

/** What is known of an event emitter (request, response, stream) that belongs to a traced request. */
export interface Followed {
  /** The context in which all its events are emitted; absent where Node's own asynchronous context is right. */
  readonly context?: Context | undefined;
  /** Sees each event, with its first argument, just before the listeners do. */
  readonly observe?: ((event: string | symbol, argument: unknown) => void) | undefined;
}

/** On the emitter itself, because a look-up in a WeakMap at each event would cost more than the event. */
const FOLLOWED = Symbol('otel-xray');
type Emitter = object & { [FOLLOWED]?: Followed };
type EmitArguments = [event: string | symbol, ...args: unknown[]];

/** Puts an emitter's events into a context, under an observer's eyes, or both. No listener is wrapped or added. */
export function follow(emitter: object, followed: Followed): void {
  (emitter as Emitter)[FOLLOWED] = followed;
}

/** What {@link follow} was told of this emitter. */
export function followedBy(emitter: object): Followed | undefined {
  return (emitter as Emitter)[FOLLOWED];
}

/**
 * Makes a class of emitters one that can be followed, by one `emit` on its prototype.
 *
 * Node itself keeps the context neither in the events of a server's requests (on Node 24 a body that comes in pieces
 * loses it) nor between requests that share a connection (on Node 22 it leaks from one into the next).
 *
 * @returns a function that undoes it
 */
export function makeFollowable(prototype: object): () => void {
  return replaceMethod<Emitter, EmitArguments, boolean>(
    prototype,
    'emit',
    (original) =>
      function (...args) {
        const followed = this[FOLLOWED];
        if (followed === undefined) return original().apply(this, args);
        if (followed.observe) show(followed.observe, args);
        const own = followed.context;
        if (own === undefined || own === context.active()) return original().apply(this, args);
        return context.with(own, () => original().apply(this, args));
      },
  );
}

function show(observe: NonNullable<Followed['observe']>, [event, argument]: EmitArguments): void {
  try {
    observe(event, argument);
  } catch (error) {
    diag.debug('An event of a request could not be recorded.', error);
  }
}
