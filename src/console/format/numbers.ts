const whole = new Intl.NumberFormat('en-US');
const dollars = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' });

/** `1,234`; from a hundred thousand on `123k`, `1.2M`. */
export function formatCount(count: number): string {
  if (count < 100_000) return whole.format(Math.round(count));
  if (count < 999_500) return `${Math.round(count / 1000)}k`;
  if (count < 999_500_000) return `${trimZero((count / 1e6).toPrecision(3))}M`;
  return `${trimZero((count / 1e9).toPrecision(3))}B`;
}

/** A share of 1 as `12 %`; small ones keep a digit, and nothing but all is 100 %. */
export function formatShare(share: number): string {
  const percent = share * 100;
  if (percent <= 0) return '0 %';
  if (percent < 0.1) return '< 0.1 %';
  if (percent < 9.95) return `${trimZero(percent.toFixed(1))} %`;
  return `${percent < 100 ? Math.min(99, Math.round(percent)) : 100} %`;
}

/** How often something happens: `12/s`, `3.1/min`, `2/h`. */
export function formatRate(perSecond: number): string {
  if (perSecond >= 1) return `${shortNumber(perSecond)}/s`;
  if (perSecond * 60 >= 1) return `${shortNumber(perSecond * 60)}/min`;
  return `${shortNumber(perSecond * 3600)}/h`;
}

/** `850 B`, `12.4 kB`, `3.1 MB`; a kB is 1000 bytes. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${Math.round(bytes)} B`;
  if (bytes < 999_950) return `${shortNumber(bytes / 1000)} kB`;
  return `${shortNumber(bytes / 1e6)} MB`;
}

/** `$1,234.56`. */
export function formatDollars(amount: number): string {
  return dollars.format(amount);
}

function shortNumber(value: number): string {
  if (value >= 99.5) return formatCount(value);
  return trimZero(value.toFixed(value < 9.95 ? 1 : 0));
}

function trimZero(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}
