import type { JSX } from 'preact';
import { type Outcome, OUTCOME_WORDS } from './outcome.ts';

/** An outcome as a shape, so that it is read without its colour: a disc, a triangle, a lozenge, a square. */
export function OutcomeMark({ outcome }: { readonly outcome: Outcome }): JSX.Element {
  const { name, letter } = OUTCOME_WORDS[outcome];
  return (
    <svg class={`mark mark-${outcome}`} width="16" height="16" viewBox="0 0 16 16" role="img" aria-label={name}>
      <title>{name}</title>
      <path class="mark-shape" d={SHAPES[outcome]} />
      {letter === '' ? (
        <path class="mark-check" d="M5.2 8.3l2 2 3.7-4.2" />
      ) : (
        <text class="mark-letter" x="8" y={outcome === 'error' ? 12.3 : 11}>
          {letter}
        </text>
      )}
    </svg>
  );
}

const SHAPES: Readonly<Record<Outcome, string>> = {
  ok: 'M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13z',
  error: 'M8 .8c.5 0 .9.2 1.1.7l6.1 11.6c.5.9-.2 1.9-1.1 1.9H1.9c-.9 0-1.6-1-1.1-1.9L6.9 1.5c.2-.5.6-.7 1.1-.7z',
  throttle: 'M7 .7a1.4 1.4 0 0 1 2 0L15.3 7a1.4 1.4 0 0 1 0 2L9 15.3a1.4 1.4 0 0 1-2 0L.7 9a1.4 1.4 0 0 1 0-2z',
  fault: 'M3.2 1h9.6c1.2 0 2.2 1 2.2 2.2v9.6c0 1.2-1 2.2-2.2 2.2H3.2C2 15 1 14 1 12.8V3.2C1 2 2 1 3.2 1z',
};
