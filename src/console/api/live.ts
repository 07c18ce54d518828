import { signal } from '@preact/signals';
import type { ConsoleEvents, DropCounts } from '../../local/api/console-api.ts';

/** Grows whenever a trace is new or has changed, while live updates are on. */
export const news = signal(0);

/** Ids of the traces of the last news; undefined when there were more than are listed. */
export const changedTraces = signal<ReadonlySet<string> | undefined>(new Set());

/** Whether the stream of news is open. */
export const connection = signal<'opening' | 'open' | 'lost'>('opening');

/** Whether the reader has stopped live updates. */
export const isPaused = signal(false);

/** What was lost since the local X-Ray's start. */
export const drops = signal<DropCounts>({ evictedTraces: 0, refused: {} });

/** How much of the file of the local X-Ray can be found, from 0 to 1: the youngest traces come first. */
export const readShare = signal(1);

let hasMissed = false;

/** Opens the stream of news; the browser opens it again when it breaks. */
export function startLive(): void {
  const stream = new EventSource('console/events');
  stream.addEventListener('open', () => {
    // What came while the stream was away is not told again.
    if (connection.value === 'lost') announce(undefined);
    connection.value = 'open';
  });
  stream.addEventListener('error', () => (connection.value = 'lost'));
  stream.addEventListener('traces', (event: MessageEvent<string>) => {
    const { changed, more } = JSON.parse(event.data) as ConsoleEvents['traces'];
    announce(more ? undefined : new Set(changed.map(({ traceId }) => traceId)));
  });
  stream.addEventListener('file', (event: MessageEvent<string>) => {
    readShare.value = (JSON.parse(event.data) as ConsoleEvents['file']).readShare;
    announce(undefined);
  });
  stream.addEventListener(
    'drops',
    (event: MessageEvent<string>) => (drops.value = JSON.parse(event.data) as ConsoleEvents['drops']),
  );
}

/** Stops or resumes live updates; what came meanwhile is shown at once. */
export function toggleLive(): void {
  isPaused.value = !isPaused.value;
  if (isPaused.value || !hasMissed) return;
  hasMissed = false;
  announce(undefined);
}

function announce(ids: ReadonlySet<string> | undefined): void {
  if (isPaused.value) {
    hasMissed = true;
    return;
  }
  changedTraces.value = ids;
  news.value += 1;
}
