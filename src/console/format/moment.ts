const time = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const date = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });

/** `14:03:27`, in the reader's zone. */
export function formatTime(seconds: number): string {
  return time.format(seconds * 1000);
}

/** `28 Nov 2026, 14:03:27.120`, in the reader's zone. */
export function formatMoment(seconds: number): string {
  const millis = String(Math.floor((seconds % 1) * 1000)).padStart(3, '0');
  return `${date.format(seconds * 1000)}, ${time.format(seconds * 1000)}.${millis}`;
}
