import type { Outcome } from '../../local/query/document-outcome.ts';
import type { Style } from './style.ts';

/** How an outcome looks: the mark says it without colour, the paint is X-Ray's colour. */
export interface OutcomeLook {
  readonly mark: string;
  readonly paint: (text: string) => string;
}

const LOOKS: Readonly<Record<Outcome, (style: Style) => OutcomeLook>> = {
  ok: ({ green }) => ({ mark: '✓', paint: green }),
  error: ({ yellow }) => ({ mark: '▲', paint: yellow }),
  throttle: ({ magenta }) => ({ mark: '◆', paint: magenta }),
  fault: ({ red }) => ({ mark: '✖', paint: red }),
};

/** X-Ray's colours: green, yellow, purple and red. */
export function lookOf(outcome: Outcome, style: Style): OutcomeLook {
  return LOOKS[outcome](style);
}
