import type { Context } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { EventEmitter } from 'node:events';
import type * as http from 'node:http';
import type * as http2 from 'node:http2';
import type * as https from 'node:https';
import type { Server as NetServer, Socket } from 'node:net';

/** Whose instrumentation a process runs. */
export type Implementation = 'own' | 'upstream';

/** One claim about HTTP under an instrumentation, made by a real process. It fails by throwing. */
export interface Scenario {
  readonly name: string;
  readonly run: (tools: Tools) => Promise<void> | void;
}

/** What scenarios work with. Node's modules come from here, loaded after the instrumentation was started. */
export interface Tools {
  readonly http: typeof http;
  readonly https: typeof https;
  /** Loads `node:http2`, which takes a while. */
  http2(): typeof http2;
  /** Loads a package of the repository. */
  load(name: string): unknown;
  /** Listens on a free port of 127.0.0.1 until the scenario is over. */
  listen(server: NetServer | http2.Http2Server): Promise<number>;
  /** A plain connection, or one by TLS, that nobody traces. */
  connect(port: number, options?: { readonly tls?: boolean }): Promise<Wire>;
  /** Waits for that many ended spans of servers, in the order in which they ended; more are an error at the end. */
  serverSpans(count: number): Promise<ReadableSpan[]>;
  clientSpans(count: number): Promise<ReadableSpan[]>;
  /** The span id of the active context, or `none`. */
  active(): string;
  /** Runs `fn` in a sampled span, which is not counted, and gives the span's id to it. */
  inParent<Result>(fn: (parentId: string) => Result): Result;
  /** Runs `fn` below a span that is not sampled. */
  inUnsampledParent<Result>(fn: (parentId: string) => Result): Result;
  /** Runs `fn` where tracing is suppressed, as the AWS SDK instrumentations do. */
  suppressed<Result>(fn: () => Result): Result;
  /** The active context, to put a route into. */
  context(): Context;
  /** Notes each of these events with the span id that is active then: `data:0123456789abcdef`. */
  watch(emitter: EventEmitter, events: readonly string[], log?: string[]): string[];
  /** Requests that the instrumentation was told to ignore. */
  readonly ignored: { readonly path: string; readonly userAgent: string; readonly host: string };
}

/** One end of a connection, as text. */
export interface Wire {
  readonly socket: Socket;
  /** Everything received so far. */
  text(): string;
  write(text: string): void;
  /** Resolves when the received text satisfies this, rejects when the connection closes before. */
  until(isEnough: (text: string) => boolean): Promise<string>;
  /** Resolves with all text when the other end closes. */
  closed(): Promise<string>;
}
