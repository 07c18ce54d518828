import path from 'node:path';
import type { Sample } from './assess.ts';
import { startChild } from './child.ts';

/** What became of spans that nobody took. */
export interface DropCount {
  readonly made: number;
  /** The sum of all lines that said what was lost. */
  readonly reported: number;
  /** How much the heap has grown while they were made, in bytes. */
  readonly grownBytes: number;
  /** How many spans may wait. */
  readonly queueSize: number;
}

/** Has a service make spans while its collector is gone, or hangs, and sums up what it says is lost. */
export async function countDrops(collectorUrl: string, made: number): Promise<DropCount> {
  const queueSize = 1000;
  const root = path.join(import.meta.dirname, '../..');
  const app = path.join(import.meta.dirname, 'app.cjs');
  const service = startChild(0, ['--expose-gc', '--require', path.join(root, 'register.js'), app], {
    OTEL_TRACES_SAMPLER: 'always_on',
    OTEL_EXPORTER_OTLP_ENDPOINT: collectorUrl,
    OTEL_EXPORTER_OTLP_TIMEOUT: '500',
    OTEL_BSP_MAX_QUEUE_SIZE: String(queueSize),
    OTEL_BSP_SCHEDULE_DELAY: '200',
  });
  await service.next();
  const before = await service.ask<Sample>({ ask: 'spans', count: 2 * queueSize });
  const after = await service.ask<Sample>({ ask: 'spans', count: made - 2 * queueSize });
  const { stderr } = await service.end();
  const lost = [...stderr.matchAll(/ did not get (\d+) spans?/g)].map(([, count]) => Number(count));
  return {
    made,
    reported: lost.reduce((sum, count) => sum + count, 0),
    grownBytes: after.heapBytes - before.heapBytes,
    queueSize,
  };
}
