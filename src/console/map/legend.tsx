import type { JSX } from 'preact';
import { OutcomeMark } from '../outcome/outcome-mark.tsx';
import { OUTCOMES, OUTCOME_WORDS } from '../outcome/outcome.ts';

const STATUSES = { ok: '', error: '4xx', throttle: '429', fault: '5xx' } as const;

/** What X-Ray's colours mean. */
export function Legend(): JSX.Element {
  return (
    <ul class="legend" aria-label="Legend">
      {OUTCOMES.map((outcome) => (
        <li key={outcome}>
          <OutcomeMark outcome={outcome} />
          <span>{OUTCOME_WORDS[outcome].name}</span>
          <span class="quiet numbers">{STATUSES[outcome]}</span>
        </li>
      ))}
    </ul>
  );
}
