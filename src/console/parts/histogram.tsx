import type { JSX } from 'preact';
import { formatDuration, formatTick } from '../format/duration.ts';
import { formatCount } from '../format/numbers.ts';
import { type Outcome, OUTCOMES, OUTCOME_WORDS } from '../outcome/outcome.ts';
import { type Brush, useBrush } from './use-brush.ts';
import { useBarChoice } from './use-bar-choice.ts';
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
  const { chosen, onKeyDown, onBlur } = useBarChoice(plan?.bars ?? [], onSelect);
  if (plan === undefined) return <div class="histogram histogram-empty" />;
  const span = chosen.value;
  const selected =
    brush.value ?? (span === undefined ? undefined : { from: span[0].left, to: span[1].left + span[1].width });
  return (
    <div
      class="histogram"
      role="group"
      tabIndex={0}
      aria-label={describe(plan, buckets)}
      aria-description="Arrow keys choose bars, with Shift more of them; Enter filters by them"
      onKeyDown={onKeyDown}
      onBlur={onBlur}
      {...handlers}
    >
      <svg class="histogram-plot" aria-hidden="true">
        <Bars plan={plan} />
        <Percentiles plan={plan} buckets={buckets} />
        {plan.ticks.map(({ seconds, place }) => (
          <text key={seconds} class="histogram-tick" x={percent(place)} y="100%" dy="16">
            {formatTick(seconds)}
          </text>
        ))}
      </svg>
      {selected === undefined ? null : <Selection brush={selected} plan={plan} />}
    </div>
  );
}

/** Drawn rather than laid out, so that nothing of the page moves when bars grow. */
function Bars({ plan }: { readonly plan: HistogramPlan }): JSX.Element {
  return (
    <>
      <Textures />
      {plan.bars.map((bar) => (
        <g key={bar.from}>
          <title>{`${formatDuration(bar.from)} – ${formatDuration(bar.to)}: ${formatCount(bar.count)}`}</title>
          {bar.parts.map(({ outcome, bottom, height }) => (
            <rect
              key={outcome}
              class="histogram-bar"
              fill={`url(#texture-${outcome})`}
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

/** What stands over the colour of a part, so that it is told from others without it: lines, dots, slanting lines. */
const TEXTURES: Readonly<Record<Outcome, string>> = {
  ok: '',
  error: 'M0 2h6M0 5h6',
  throttle: 'M1.5 1.5h.1M4.5 4.5h.1',
  fault: 'M-1 1l2-2M-1 7l8-8M5 7l2-2',
};

function Textures(): JSX.Element {
  return (
    <defs>
      {OUTCOMES.map((outcome) => (
        <pattern key={outcome} id={`texture-${outcome}`} width="6" height="6" patternUnits="userSpaceOnUse">
          <rect class={`bar-${outcome}`} width="6" height="6" />
          <path class="texture" d={TEXTURES[outcome]} />
        </pattern>
      ))}
    </defs>
  );
}

const MARKED = [0.5, 0.95];
/** Of the words beside a mark, as a share of the width. */
const WORDS_WIDTH = 0.25;

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
        // The words of the first stand to its left where the second is near.
        const isBefore = share < 0.95 && plan.axis.placeOf(percentileOf(buckets, 0.95) ?? 0) - at < WORDS_WIDTH;
        const isAtEnd = at > 1 - WORDS_WIDTH || (isBefore && at > WORDS_WIDTH);
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
      <span role="status">
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
  const words = OUTCOMES.slice(1).flatMap((outcome) => {
    const count = buckets.reduce((sum, bucket) => sum + bucket[outcome], 0);
    return count === 0 ? [] : [`, ${OUTCOME_WORDS[outcome].name} ${formatCount(count)}`];
  });
  return `${formatCount(plan.total)} response times, half of them below ${formatDuration(median)}, 95 of 100 below ${formatDuration(slow)}${words.join('')}.`;
}
