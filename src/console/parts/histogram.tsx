import type { JSX } from 'preact';
import { formatDuration, formatTick } from '../format/duration.ts';
import { formatCount } from '../format/numbers.ts';
import { type Brush, useBrush } from './use-brush.ts';
import { type HistogramPlan, percentileOf, planHistogram } from '../traces/histogram-bars.ts';
import type { HistogramBucket } from '../../local/api/console-api.ts';

interface HistogramProps {
  readonly buckets: readonly HistogramBucket[];
  /** Called with a span of seconds that was dragged over. */
  readonly onSelect: (from: number, to: number) => void;
}

/** Response times as bars on a logarithmic axis, with the median and the slow end marked. */
export function Histogram({ buckets, onSelect }: HistogramProps): JSX.Element {
  const plan = planHistogram(buckets);
  const { brush, handlers } = useBrush(({ from, to }) => {
    if (plan !== undefined) onSelect(plan.axis.secondsAt(from), plan.axis.secondsAt(to));
  });
  if (plan === undefined) return <div class="histogram histogram-empty" />;
  return (
    <div class="histogram" role="img" aria-label={describe(plan, buckets)} {...handlers}>
      <Bars plan={plan} />
      <Percentiles plan={plan} buckets={buckets} />
      {brush.value === undefined ? null : <Selection brush={brush.value} plan={plan} />}
      <div class="histogram-axis">
        {plan.ticks.map(({ seconds, place }) => (
          <span key={seconds} style={{ left: `${place * 100}%` }}>
            {formatTick(seconds)}
          </span>
        ))}
      </div>
    </div>
  );
}

function Bars({ plan }: { readonly plan: HistogramPlan }): JSX.Element {
  return (
    <div class="histogram-bars">
      {plan.bars.map((bar) => (
        <div
          key={bar.from}
          class="histogram-bar"
          title={`${formatDuration(bar.from)} – ${formatDuration(bar.to)}: ${formatCount(bar.count)}`}
          style={{ left: `${bar.left * 100}%`, width: `${bar.width * 100}%` }}
        >
          {bar.parts.map(({ outcome, bottom, height }) => (
            <span
              key={outcome}
              class={`fill-${outcome}`}
              style={{ bottom: `${bottom * 100}%`, height: `${height * 100}%` }}
            />
          ))}
        </div>
      ))}
    </div>
  );
}

const MARKED = [0.5, 0.95];

function Percentiles({
  plan,
  buckets,
}: { readonly plan: HistogramPlan } & Pick<HistogramProps, 'buckets'>): JSX.Element {
  return (
    <>
      {MARKED.map((share) => {
        const seconds = percentileOf(buckets, share);
        if (seconds === undefined || plan.total < 5) return null;
        return (
          <div key={share} class="histogram-mark" style={{ left: `${plan.axis.placeOf(seconds) * 100}%` }}>
            <span>
              p{share * 100} {formatDuration(seconds)}
            </span>
          </div>
        );
      })}
    </>
  );
}

function Selection({ brush, plan }: { readonly brush: Brush; readonly plan: HistogramPlan }): JSX.Element {
  const { from, to } = brush;
  return (
    <div class="histogram-brush" style={{ left: `${from * 100}%`, width: `${(to - from) * 100}%` }}>
      <span>
        {formatDuration(plan.axis.secondsAt(from))} – {formatDuration(plan.axis.secondsAt(to))}
      </span>
    </div>
  );
}

function describe(plan: HistogramPlan, buckets: readonly HistogramBucket[]): string {
  const median = percentileOf(buckets, 0.5) ?? 0;
  const slow = percentileOf(buckets, 0.95) ?? 0;
  return `${formatCount(plan.total)} response times, half of them below ${formatDuration(median)}, 95 of 100 below ${formatDuration(slow)}.`;
}
