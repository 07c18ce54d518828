import type { MessagePort } from 'node:worker_threads';
import type { ExporterConfig } from '../../config/config.ts';
import type { OtlpAnswer } from '../otlp-client.ts';

/** How far the thread has come; it only rises. */
export const PHASES = {
  starting: 0,
  connecting: 1,
  /** The collector accepts. */
  sending: 2,
  done: 3,
} as const;

/** Where and how the thread sends. */
export interface ExitTarget {
  readonly config: ExporterConfig;
  readonly userAgent: string;
  readonly timeoutMillis: number;
  /** Where the collector was reached before. */
  readonly address: string | undefined;
}

/** What the thread is started with. */
export interface ExitThreadData {
  readonly target: ExitTarget;
  /** One of {@link PHASES}, shared with whoever waits. */
  readonly phase: Int32Array;
  /** Takes one array of requests, gives one {@link ExitAnswer} for each as it comes. */
  readonly port: MessagePort;
}

/** What became of one request; its errors hold one line. */
export interface ExitAnswer {
  readonly index: number;
  readonly answer: OtlpAnswer;
}
