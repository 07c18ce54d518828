/** Seconds for people, in at most seven characters: `85 µs`, `1.4 ms`, `143 ms`, `2.31 s`, `2m 05s`, `3h 20m`. */
export function formatDuration(seconds: number): string {
  const millis = seconds * 1000;
  if (!(millis > 0)) return '0 ms';
  if (millis < 0.0995) return `${Math.max(1, Math.round(millis * 1000))} µs`;
  if (millis < 9.95) return `${millis.toFixed(1)} ms`;
  if (millis < 999.5) return `${Math.round(millis)} ms`;
  if (millis < 59_995) return `${seconds.toFixed(2)} s`;
  const whole = Math.round(seconds);
  if (whole < 3600) return `${Math.floor(whole / 60)}m ${twoDigits(whole % 60)}s`;
  return `${Math.floor(whole / 3600)}h ${twoDigits(Math.floor((whole % 3600) / 60))}m`;
}

/** The same of a duration that is known in whole milliseconds, as X-Ray tells those of traces: `7 ms`, not `7.0 ms`. */
export function formatMillis(seconds: number): string {
  return formatDuration(seconds).replace('.0 ms', ' ms');
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

/** A round moment on an axis: `50 ms`, `1 s`, `2.5 s`. */
export function formatTick(seconds: number): string {
  return seconds > 0 ? formatDuration(seconds).replace(/\.0+(?= )|(?<=\.\d)0(?= )/, '') : '0';
}

/** Round steps of an axis over `span` seconds, about `wanted` of them, from 0: 0, 50 ms, 100 ms. */
export function axisSteps(span: number, wanted: number): readonly number[] {
  if (!(span > 0) || wanted < 1) return [0];
  const rough = span / wanted;
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * magnitude >= rough * 0.999) ?? 10) * magnitude;
  return Array.from({ length: Math.floor(span / step + 1e-9) + 1 }, (_, index) => index * step);
}
