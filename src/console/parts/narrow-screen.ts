import { type ReadonlySignal, signal } from '@preact/signals';

/** Whether the page is at most so many pixels wide, now and whenever that changes; as `@media (max-width: …)` in CSS. */
function watchWidth(most: number): ReadonlySignal<boolean> {
  const query = matchMedia(`(max-width: ${most}px)`);
  const isNarrow = signal(query.matches);
  query.addEventListener('change', () => (isNarrow.value = query.matches));
  return isNarrow;
}

/** Rows of the list have two lines there. */
export const isListNarrow = watchWidth(560);

/** Rows of the timeline have the name above the bar there. */
export const isTimelineNarrow = watchWidth(700);
