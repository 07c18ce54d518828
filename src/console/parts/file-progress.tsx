import type { JSX } from 'preact';
import { readShare } from '../api/live.ts';

/** Says that older traces are missing from what is shown, as long as they are. */
export function FileProgress(): JSX.Element | null {
  if (readShare.value === 1) return null;
  return (
    <span class="file-progress" role="status">
      <progress max={1} value={readShare.value} aria-label="Read of the file" />
      Older traces are still being read
    </span>
  );
}
