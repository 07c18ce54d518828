/** Nanoseconds for people, in at most seven cells: `85 µs`, `1.4 ms`, `143 ms`, `2.31 s`, `2m 05s`, `3h 20m`. */
export function formatDuration(nanos: bigint): string {
  const millis = Number(nanos) / 1e6;
  if (millis <= 0) return '0 ms';
  if (millis < 0.0995) return `${Math.max(1, Math.round(millis * 1000))} µs`;
  if (millis < 9.95) return `${millis.toFixed(1)} ms`;
  if (millis < 999.5) return `${Math.round(millis)} ms`;
  if (millis < 59_995) return `${(millis / 1000).toFixed(2)} s`;
  const seconds = Math.round(millis / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m ${twoDigits(seconds % 60)}s`;
  return `${Math.floor(seconds / 3600)}h ${twoDigits(Math.floor((seconds % 3600) / 60))}m`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
