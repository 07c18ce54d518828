import type { JSX } from 'preact';
import {
  describeTimeRange,
  formatTimeRange,
  OFFERED_RANGES,
  parseTimeRange,
  type TimeRange,
} from '../route/time-range.ts';

interface RangePickerProps {
  readonly range: TimeRange;
  readonly onPick: (range: TimeRange) => void;
}

/** Chooses the span of time that is looked at. */
export function RangePicker({ range, onPick }: RangePickerProps): JSX.Element {
  const now = formatTimeRange(range);
  const offered = OFFERED_RANGES.some((offer) => formatTimeRange(offer) === now)
    ? OFFERED_RANGES
    : [range, ...OFFERED_RANGES];
  return (
    <select
      class="range"
      aria-label="Time range"
      value={now}
      onChange={({ currentTarget }) => {
        const picked = parseTimeRange(currentTarget.value);
        if (picked !== undefined) onPick(picked);
      }}
    >
      {offered.map((offer) => (
        <option key={formatTimeRange(offer)} value={formatTimeRange(offer)}>
          {describeTimeRange(offer)}
        </option>
      ))}
    </select>
  );
}
