const LONGEST_HOURS = 99_999;

/** Seconds for people, in at most seven cells: `85 µs`, `1.4 ms`, `143 ms`, `2.31 s`, `2m 05s`, `3h 20m`, `500 h`. */
export function formatDuration(seconds: number): string {
  const millis = seconds * 1000;
  if (!(millis > 0)) return '0 ms';
  if (millis < 0.0995) return `${Math.max(1, Math.round(millis * 1000))} µs`;
  if (millis < 9.95) return `${millis.toFixed(1)} ms`;
  if (millis < 999.5) return `${Math.round(millis)} ms`;
  if (millis < 59_995) return `${seconds.toFixed(2)} s`;
  const whole = Math.round(seconds);
  if (whole < 3600) return `${Math.floor(whole / 60)}m ${twoDigits(whole % 60)}s`;
  const hours = Math.floor(whole / 3600);
  if (hours < 100) return `${hours}h ${twoDigits(Math.floor((whole % 3600) / 60))}m`;
  return `${Math.min(hours, LONGEST_HOURS)} h`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
