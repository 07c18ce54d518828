/** Puts text into one of the few looks that the terminal output uses; gives it back as it is without colour. */
export interface Style {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly red: (text: string) => string;
  readonly green: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly magenta: (text: string) => string;
}

/** Styles as SGR sequences of the terminal's own palette, or none at all. */
export function createStyle(color: boolean): Style {
  const look = (on: number, off: number) => (text: string) =>
    color && text !== '' ? `\u{1b}[${on}m${text}\u{1b}[${off}m` : text;
  return {
    bold: look(1, 22),
    dim: look(2, 22),
    red: look(31, 39),
    green: look(32, 39),
    yellow: look(33, 39),
    magenta: look(35, 39),
  };
}
