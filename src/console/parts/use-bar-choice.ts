import { type ReadonlySignal, useComputed, useSignal } from '@preact/signals';
import type { HistogramBar } from '../traces/histogram-bars.ts';

/** Bars next to each other, by their places. */
interface Choice {
  /** Where choosing began. */
  readonly anchor: number;
  readonly end: number;
}

const STEPS: Readonly<Partial<Record<string, number>>> = { ArrowLeft: -1, ArrowRight: 1 };

/**
 * Lets the reader choose bars by keyboard: arrows go from bar to bar, with Shift they take more, Enter hands over the
 * span of seconds, Escape lets go.
 */
export function useBarChoice(
  bars: readonly HistogramBar[],
  onSelect: (from: number, to: number) => void,
): {
  /** The first and the last bar that are chosen. */
  readonly chosen: ReadonlySignal<readonly [HistogramBar, HistogramBar] | undefined>;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onBlur: () => void;
} {
  const choice = useSignal<Choice | undefined>(undefined);
  const latest = useSignal(bars);
  latest.value = bars;
  const chosen = useComputed(() => spanOf(latest.value, choice.value));
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = STEPS[event.key];
    const span = chosen.value;
    if (step !== undefined) choice.value = moved(choice.value, step, event.shiftKey, bars.length);
    else if (span === undefined) return;
    else if (event.key === 'Enter') onSelect(span[0].from, span[1].to);
    else if (event.key !== 'Escape') return;
    if (step === undefined) choice.value = undefined;
    event.preventDefault();
  };
  return { chosen, onKeyDown, onBlur: () => (choice.value = undefined) };
}

function moved(choice: Choice | undefined, step: number, isGrowing: boolean, count: number): Choice | undefined {
  if (count === 0) return undefined;
  const before = choice?.end ?? (step > 0 ? -1 : count);
  const end = Math.max(0, Math.min(count - 1, before + step));
  return { anchor: isGrowing && choice !== undefined ? choice.anchor : end, end };
}

function spanOf(
  bars: readonly HistogramBar[],
  choice: Choice | undefined,
): readonly [HistogramBar, HistogramBar] | undefined {
  if (choice === undefined) return undefined;
  const [first, last] = [Math.min(choice.anchor, choice.end), Math.max(choice.anchor, choice.end)].map(
    (at) => bars[at],
  );
  return first === undefined || last === undefined ? undefined : [first, last];
}
