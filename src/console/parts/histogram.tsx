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
      <svg class="histogram-plot" aria-hidden="true">
        <Bars plan={plan} />
        <Percentiles plan={plan} buckets={buckets} />
        {plan.ticks.map(({ seconds, place }) => (
          <text key={seconds} class="histogram-tick" x={percent(place)} y="100%" dy="16">
            {formatTick(seconds)}
          </text>
        ))}
      </svg>
      {brush.value === undefined ? null : <Selection brush={brush.value} plan={plan} />}
    </div>
  );
}

/** Drawn rather than laid out, so that nothing of the page moves when bars grow. */
function Bars({ plan }: { readonly plan: HistogramPlan }): JSX.Element {
  return (
    <>
      {plan.bars.map((bar) => (
        <g key={bar.from}>
          <title>{`${formatDuration(bar.from)} – ${formatDuration(bar.to)}: ${formatCount(bar.count)}`}</title>
          {bar.parts.map(({ outcome, bottom, height }) => (
            <rect
              key={outcome}
              class={`histogram-bar bar-${outcome}`}
              x={percent(bar.left)}
              width={percent(bar.width)}
              y={percent(1 - bottom - height)}
              height={percent(height)}
              rx="1"
            />
          ))}
        </g>
      ))}
    </>
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
        const at = plan.axis.placeOf(seconds);
        const place = percent(at);
        const isAtEnd = at > 0.75;
        return (
          <g key={share} class="histogram-mark">
            <line x1={place} x2={place} y1="-14" y2="100%" />
            <text x={place} y="-6" dx={isAtEnd ? -6 : 6} text-anchor={isAtEnd ? 'end' : 'start'}>
              p{share * 100} {formatDuration(seconds)}
            </text>
          </g>
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

function percent(share: number): string {
  return `${(share * 100).toFixed(3)}%`;
}

function describe(plan: HistogramPlan, buckets: readonly HistogramBucket[]): string {
  const median = percentileOf(buckets, 0.5) ?? 0;
  const slow = percentileOf(buckets, 0.95) ?? 0;
  return `${formatCount(plan.total)} response times, half of them below ${formatDuration(median)}, 95 of 100 below ${formatDuration(slow)}.`;
}
