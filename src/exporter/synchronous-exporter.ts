import { createRequire } from 'node:module';
import path from 'node:path';
import type { ExportResult } from '@opentelemetry/core';
import type { ExporterConfig } from '../config/config.ts';
import type { OnConnect } from './connecting.ts';
import { type ExitThread, startExitThread } from './exit/exit-thread.ts';
import { createLazySpanExporter } from './lazy-span-exporter.ts';
import type * as encodings from './otlp-encoding.ts';
import type { OtlpEncoding } from './otlp-encoding.ts';
import {
  countWithheld,
  createMakeReady,
  joinReady,
  type PreparingExporter,
  type PrepareSpan,
  type ReadySpans,
} from './ready-spans.ts';
import { toExportResult, toFailure } from './to-export-result.ts';

/** An exporter that can also export at the end of the process, when the event loop turns no more. */
export interface SynchronousExporter extends PreparingExporter {
  /**
   * Runs `exportAll`. What it exports has been sent when this returns, and each `done` was called: by a thread of its
   * own, while this one stands still.
   *
   * @throws where threads are denied; nothing is exported then
   */
  exportSynchronously(exportAll: () => void): void;
}

/** The parts of a {@link SynchronousExporter}. */
export interface SynchronousExporterParts {
  /** Loads the exporter for the time that the event loop turns; asked at the first export. */
  readonly load: (onConnect: OnConnect) => Promise<PreparingExporter>;
  /** For what sends at the end, as for the exporter that is loaded. */
  readonly createPrepare: () => PrepareSpan;
  readonly userAgent: string;
  /** The longest time that sending at the end may take. */
  readonly shutdownTimeoutMillis: number;
}

interface HeldExport {
  readonly pieces: readonly ReadySpans[];
  readonly request: Uint8Array;
  readonly done: (result: ExportResult) => void;
}

/** Makes the two ways out, through the event loop and without it, one OTLP exporter. */
export function createSynchronousExporter(
  config: ExporterConfig,
  { load, createPrepare, userAgent, shutdownTimeoutMillis }: SynchronousExporterParts,
): SynchronousExporter {
  let address: string | undefined;
  const onConnect: OnConnect = (reached) => {
    address = reached;
  };
  const running = createLazySpanExporter(() => load(onConnect));
  let current: Pick<PreparingExporter, 'export'> = running;
  return {
    ...running,
    export: (spans, done, ready) => current.export(spans, done, ready),
    exportSynchronously(exportAll) {
      // First, because it starts while the spans are made ready.
      const thread = startExitThread({ config, address, userAgent, timeoutMillis: shutdownTimeoutMillis });
      const encoding = loadEncodings().encodingOf(config.protocol);
      const exports: HeldExport[] = [];
      current = holdIn(exports, createPrepare(), encoding);
      try {
        exportAll();
      } finally {
        current = running;
      }
      sendAll(exports, thread, encoding);
    },
  };
}

function holdIn(
  exports: HeldExport[],
  prepare: PrepareSpan,
  encoding: OtlpEncoding,
): Pick<PreparingExporter, 'export'> {
  const makeReady = createMakeReady(prepare, encoding);
  return {
    export(spans, done, ready = []) {
      try {
        const pieces = spans.length === 0 ? ready : [...ready, makeReady(spans)];
        // Of an empty request the collector makes nothing.
        exports.push({ pieces, request: joinReady(pieces, encoding) ?? new Uint8Array(), done });
      } catch (error) {
        done(toFailure(error));
      }
    },
  };
}

function sendAll(exports: readonly HeldExport[], thread: ExitThread, encoding: OtlpEncoding): void {
  const answers = thread.send(exports.map(({ request }) => request));
  for (const [index, { pieces, done }] of exports.entries()) {
    const answer = answers[index];
    if (answer !== undefined) done(countWithheld(toExportResult(answer, encoding), pieces));
  }
}

/** Not by `import()`, which needs another turn of the event loop. */
function loadEncodings(): typeof encodings {
  const file = `./otlp-encoding${path.extname(import.meta.filename)}`;
  return createRequire(import.meta.filename)(file) as typeof encodings;
}
