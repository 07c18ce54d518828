import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { read } from '../api/call.ts';
import { readShare } from '../api/live.ts';
import { CopyLine } from '../parts/copy-line.tsx';
import { FileProgress } from '../parts/file-progress.tsx';
import { describeTimeRange, type TimeRange } from '../route/time-range.ts';
import { navigate } from '../shell/navigation.ts';
import type { ConsoleStatus } from '../../local/api/console-api.ts';

interface EmptyTracesProps {
  readonly isFiltered: boolean;
  /** Whether the filter was no expression, or nobody answered; what was wrong stands elsewhere. */
  readonly isRefused?: boolean;
  readonly timeRange: TimeRange;
  readonly onClear: () => void;
}

/** What to do when there is nothing to see. */
export function EmptyTraces({ isFiltered, isRefused = false, timeRange, onClear }: EmptyTracesProps): JSX.Element {
  const status = useSignal<ConsoleStatus | undefined>(undefined);
  useEffect(() => {
    // Without the addresses the page still says what to do.
    read('console/status').then(
      (answer) => (status.value = answer),
      () => {},
    );
  }, []);
  const hasOthers = (status.value?.counts.traces ?? 0) > 0;
  if (isFiltered || isRefused || hasOthers) {
    const range = `“${describeTimeRange(timeRange)}”`;
    const words = isFiltered ? `No trace of ${range} fits the filter.` : `No trace in ${range}.`;
    return (
      <div class="empty">
        <h2>{isRefused ? 'Nothing was searched' : 'No traces here'}</h2>
        <p>{isRefused ? 'What is wrong stands below the filter.' : words}</p>
        <FileProgress />
        <p class="empty-ways">
          {isFiltered ? (
            <button class="button" type="button" onClick={onClear}>
              Clear the filter
            </button>
          ) : null}
          {timeRange.kind === 'all' || isRefused ? null : (
            <button
              class="button"
              type="button"
              onClick={() => navigate({ view: 'traces', filter: '', timeRange: { kind: 'all' } })}
            >
              Show all time
            </button>
          )}
        </p>
      </div>
    );
  }
  if (readShare.value < 1)
    return (
      <div class="empty">
        <WaitingPicture />
        <h2>Reading the file</h2>
        <FileProgress />
      </div>
    );
  return (
    <div class="empty">
      <WaitingPicture />
      <h2>Waiting for the first trace</h2>
      <p>Run a service with it, or send to one of its addresses. Traces appear here by themselves.</p>
      <CopyLine text="npx otel-xray dev -- node app.js" />
      {status.value === undefined ? null : <Endpoints endpoints={status.value.endpoints} />}
    </div>
  );
}

const THIS_MACHINE: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

function Endpoints({ endpoints }: { readonly endpoints: ConsoleStatus['endpoints'] }): JSX.Element {
  const isRemote = !THIS_MACHINE.has(location.hostname);
  const fromHere = (endpoint: string): string =>
    isRemote ? `http://${location.hostname}:${new URL(endpoint).port}` : endpoint;
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['OTLP over gRPC', fromHere(endpoints.otlpGrpc)],
    ['OTLP over HTTP', fromHere(endpoints.otlpHttp)],
    ['X-Ray API', fromHere(endpoints.xray)],
    ...(isRemote
      ? [['Header of each', 'authorization: Bearer TOKEN'] as const]
      : [['X-Ray daemon, UDP', endpoints.daemonUdp] as const]),
  ];
  return (
    <dl class="endpoints">
      {rows.map(([name, address]) =>
        address === undefined ? null : (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <code>{address}</code>
            </dd>
          </div>
        ),
      )}
    </dl>
  );
}

function WaitingPicture(): JSX.Element {
  return (
    <svg class="waiting" width="120" height="72" viewBox="0 0 120 72" aria-hidden="true">
      <rect x="4" y="8" width="112" height="8" rx="4" />
      <rect x="20" y="24" width="56" height="8" rx="4" />
      <rect x="32" y="40" width="24" height="8" rx="4" />
      <rect x="64" y="56" width="40" height="8" rx="4" />
    </svg>
  );
}
