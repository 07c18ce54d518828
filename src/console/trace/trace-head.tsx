import type { Signal } from '@preact/signals';
import type { JSX } from 'preact';
import { formatDuration } from '../format/duration.ts';
import { formatMoment } from '../format/moment.ts';
import { formatCount } from '../format/numbers.ts';
import { OutcomeMark } from '../outcome/outcome-mark.tsx';
import { Icon } from '../parts/icon.tsx';
import { formatRoute } from '../route/route.ts';
import { goBack } from '../shell/navigation.ts';
import { copyText } from '../shell/notice.ts';
import { DEFAULT_RANGE } from '../route/time-range.ts';
import type { TraceModel } from './trace-model.ts';

interface TraceHeadProps {
  readonly model: TraceModel;
  readonly isMapShown: Signal<boolean>;
}

/** What a trace was, in a line or two. */
export function TraceHead({ model, isMapShown }: TraceHeadProps): JSX.Element {
  const { traceId, roots, nodes, services, startTime, duration } = model;
  const [root] = roots;
  const title = root === undefined ? traceId : root.detail || root.name;
  return (
    <header class="trace-head">
      <button
        class="button-quiet"
        type="button"
        title="Back (Esc)"
        onClick={() => goBack({ view: 'traces', filter: '', timeRange: DEFAULT_RANGE })}
      >
        <Icon name="back" size={20} />
        <span class="hidden">Back</span>
      </button>
      <div class="trace-title">
        <h1>
          {root === undefined ? null : <OutcomeMark outcome={root.outcome} />}
          <bdi>{title}</bdi>
          {root?.status === undefined ? null : <span class="numbers trace-code">{root.status}</span>}
        </h1>
        <p class="trace-facts">
          <strong class="numbers">{formatDuration(root === undefined ? duration : root.end - root.start)}</strong>
          <span class="numbers">{formatMoment(startTime)}</span>
          <span title={services.join('\n')}>{plural(services.length, 'service')}</span>
          <span>{plural(nodes.length, 'document')}</span>
          <button
            class="copy-id"
            type="button"
            title="Copy the trace id (y)"
            onClick={() => void copyText(traceId, 'Trace id copied')}
          >
            <span class="numbers">{traceId}</span>
            <Icon name="copy" size={13} />
          </button>
        </p>
      </div>
      <div class="trace-ways">
        <button
          class="button"
          type="button"
          aria-pressed={isMapShown.value}
          title="Map of the trace (m)"
          onClick={() => (isMapShown.value = !isMapShown.value)}
        >
          <Icon name="map" />
          Map
        </button>
        <a class="button" href={formatRoute({ view: 'raw', traceId })} title="Raw documents (r)">
          <Icon name="raw" />
          Raw
        </a>
      </div>
    </header>
  );
}

function plural(count: number, word: string): string {
  return `${formatCount(count)} ${word}${count === 1 ? '' : 's'}`;
}
