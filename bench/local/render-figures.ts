/** One line of what was measured, in CPU time. */
export interface Figure {
  /** In Markdown. */
  readonly what: string;
  /** The first time and, if it was done again, again. */
  readonly millis?: readonly number[];
  /** Spans or documents a CPU second. */
  readonly perSecond?: number;
}

/** The lines of a table in Markdown. */
export function renderFigures(figures: readonly Figure[]): readonly string[] {
  const rows = figures.map(({ what, millis = [], perSecond }) => {
    const [first, again] = millis.map((each) => `${each.toFixed(each < 10 ? 1 : 0)} ms`);
    const rate = perSecond === undefined ? undefined : `${Math.round(perSecond)} a CPU second`;
    return `| ${what.replaceAll('|', '\\|')} | ${rate ?? first ?? ''} | ${again ?? ''} |`;
  });
  return ['| | | again |', '| --- | --- | --- |', ...rows];
}
