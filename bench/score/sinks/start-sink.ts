import { isCollectorBuilt } from '../../../test/collector/support/start-collector.ts';
import type { Subject } from '../subjects.ts';
import { startCollectorSink } from './collector.ts';
import { startDaemonSink } from './daemon.ts';
import { startEmbeddedSink } from './embedded.ts';
import type { Sink } from './sink.ts';

/** Starts what a subject sends to; where the real collector is not built, the embedded translation stands in for it. */
export function startSink({ sendsTo }: Subject): Promise<Sink> {
  if (sendsTo === 'daemon') return startDaemonSink();
  return isCollectorBuilt() ? startCollectorSink() : startEmbeddedSink();
}
