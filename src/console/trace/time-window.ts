import { axisSteps } from '../format/duration.ts';

/** A part of a trace's time, in seconds from its start. */
export interface TimeWindow {
  readonly from: number;
  readonly to: number;
}

/** Nobody looks closer. */
const SMALLEST_SECONDS = 1e-6;

/** All of the time. */
export function fullWindow(duration: number): TimeWindow {
  return { from: 0, to: duration > 0 ? duration : 0.001 };
}

/** A part of the window, kept within the trace; `around` stays where it is. */
export function zoomWindow({ from, to }: TimeWindow, factor: number, around: number, duration: number): TimeWindow {
  const all = fullWindow(duration);
  const span = Math.min(all.to, Math.max(SMALLEST_SECONDS, (to - from) / factor));
  const place = Math.min(1, Math.max(0, (around - from) / (to - from)));
  return within(around - place * span, span, all.to);
}

/** Moved by a share of what is seen. */
export function panWindow({ from, to }: TimeWindow, share: number, duration: number): TimeWindow {
  return within(from + share * (to - from), to - from, fullWindow(duration).to);
}

/** Where a moment is in the window, as a share of its width; outside it is below 0 or above 1. */
export function placeIn({ from, to }: TimeWindow, seconds: number): number {
  return (seconds - from) / (to - from);
}

const WANTED_TICKS = 5;

/** Round moments in the window, and how far apart they are. */
export function ticksOf({ from, to }: TimeWindow): { readonly ticks: readonly number[]; readonly step: number } {
  const steps = axisSteps(to - from, WANTED_TICKS);
  const step = steps[1] ?? to - from;
  const first = Math.ceil(from / step - 1e-9) * step;
  return { step, ticks: steps.map((_, index) => first + index * step).filter((tick) => tick <= to) };
}

function within(from: number, span: number, all: number): TimeWindow {
  const start = Math.max(0, Math.min(from, all - span));
  return { from: start, to: start + span };
}
