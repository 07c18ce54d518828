import { type Context, context, diag } from '@opentelemetry/api';
import { replaceMethod } from './replace-method.ts';

/** What is known of an event emitter (request, response, stream) that belongs to a traced request. */
export interface Followed {
  /** The context in which all its events are emitted; absent where Node's own asynchronous context is right. */
  readonly context?: Context | undefined;
  /** Sees each event of an emitter, with its first argument, just before the listeners do. */
  observe?(event: string | symbol, argument: unknown, emitter: object): void;
  /** Of a client's request: the same for the message that answers it. */
  readonly ofAnswer?: Followed;
  /** Of a response whose body is counted: the bytes that were written so far. */
  writtenBytes?: number;
}

/** On the emitter itself, because a look-up in a WeakMap at each event would cost more than the event. */
const FOLLOWED = Symbol('otel-xray');
type EmitArguments = [event: string | symbol, ...args: unknown[]];
type Emit = (this: Emitter, ...args: EmitArguments) => boolean;
/** Node keeps the listeners in `_events`: an event without any needs no context. */
type Emitter = object & {
  [FOLLOWED]?: Followed | undefined;
  readonly _events?: Readonly<Record<string | symbol, unknown>>;
  /** Of the answer to a client's request, that request. */
  readonly req?: Emitter;
};

/**
 * Puts an emitter's events into a context, under an observer's eyes, or both. No listener is wrapped or added.
 *
 * Nothing to follow is said too, where others of the kind are followed: objects of two shapes would make V8 compile
 * Node's own code for both, and throw away what it compiled for the first of them.
 */
export function follow(emitter: object, followed: Followed | undefined): void {
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
  const own = Object.getOwnPropertyDescriptor(prototype, 'emit')?.value as Emit | undefined;
  // Inherited by Node's classes: whatever stands above by then is called.
  const source = own === undefined ? (Object.getPrototypeOf(prototype) as { readonly emit: Emit }) : { emit: own };
  return replaceMethod<Emitter, EmitArguments, boolean>(
    prototype,
    'emit',
    () =>
      function (...args) {
        const followed = this[FOLLOWED] ?? this.req?.[FOLLOWED]?.ofAnswer;
        if (followed === undefined) return source.emit.apply(this, args);
        const { context: own } = followed;
        if (followed.observe !== undefined) show(followed, args[0], args[1], this);
        if (own === undefined || hasNoListener(this, args[0]) || own === context.active())
          return source.emit.apply(this, args);
        return emitIn(own, this, source.emit, args);
      },
  );
}

/** By itself, because what a closure holds is made at each call of the function around it. */
function emitIn(own: Context, emitter: Emitter, emit: Emit, args: EmitArguments): boolean {
  return context.with(own, () => emit.apply(emitter, args));
}

function hasNoListener({ _events: events }: Emitter, event: string | symbol): boolean {
  return events !== undefined && events[event] === undefined;
}

function show(followed: Followed, event: string | symbol, argument: unknown, emitter: object): void {
  try {
    followed.observe?.(event, argument, emitter);
  } catch (error) {
    diag.debug('An event of a request could not be recorded.', error);
  }
}
