import { createRequire } from 'node:module';
import path from 'node:path';
import type { ExportResult } from '@opentelemetry/core';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';
import type { ExporterConfig } from '../config/config.ts';
import type { OnConnect } from './connecting.ts';
import { type ExitThread, startExitThread } from './exit/exit-thread.ts';
import { createLazySpanExporter } from './lazy-span-exporter.ts';
import type * as encodings from './otlp-encoding.ts';
import { createPacedExporter } from './paced-exporter.ts';
import { toExportResult } from './to-export-result.ts';

/** An exporter that can also export at the end of the process, when the event loop turns no more. */
export interface SynchronousExporter extends SpanExporter {
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
  readonly load: (onConnect: OnConnect) => Promise<SpanExporter>;
  /** Goes before this exporter as before what sends at the end; done with spans when its `export` returns. */
  readonly prepare: (exporter: SpanExporter) => SpanExporter;
  readonly userAgent: string;
  /** The longest time that sending at the end may take. */
  readonly shutdownTimeoutMillis: number;
}

interface HeldExport {
  readonly spans: ReadableSpan[];
  readonly done: (result: ExportResult) => void;
}

/** Makes the two ways out, through the event loop and without it, one OTLP exporter. */
export function createSynchronousExporter(
  config: ExporterConfig,
  { load, prepare, userAgent, shutdownTimeoutMillis }: SynchronousExporterParts,
): SynchronousExporter {
  let address: string | undefined;
  const onConnect: OnConnect = (reached) => {
    address = reached;
  };
  const running = createLazySpanExporter(async () => createPacedExporter(await load(onConnect), prepare));
  let current = running;
  return {
    ...running,
    export: (spans, done) => current.export(spans, done),
    exportSynchronously(exportAll) {
      // First, because it starts while the spans are made ready.
      const thread = startExitThread({ config, address, userAgent, timeoutMillis: shutdownTimeoutMillis });
      const exports: HeldExport[] = [];
      current = prepare(holdIn(exports));
      try {
        exportAll();
      } finally {
        current = running;
      }
      sendAll(exports, thread, config);
    },
  };
}

function holdIn(exports: HeldExport[]): SpanExporter {
  return {
    export: (spans, done) => void exports.push({ spans, done }),
    shutdown: () => Promise.resolve(),
  };
}

function sendAll(exports: readonly HeldExport[], thread: ExitThread, { protocol }: ExporterConfig): void {
  const encoding = loadEncodings().encodingOf(protocol);
  // What cannot be encoded is nothing, of which the collector makes nothing.
  const requests = exports.map(({ spans }) => encoding.encode(spans) ?? new Uint8Array());
  const answers = thread.send(requests);
  for (const [index, answer] of answers.entries()) exports[index]?.done(toExportResult(answer, encoding));
}

/** Not by `import()`, which needs another turn of the event loop. */
function loadEncodings(): typeof encodings {
  const file = `./otlp-encoding${path.extname(import.meta.filename)}`;
  return createRequire(import.meta.filename)(file) as typeof encodings;
}
