import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import { formatTime } from '../format/moment.ts';
import { useRefresh } from '../api/refresh.ts';
import { RuleRow } from './rule-row.tsx';
import { createRulesState, type RulesState } from './rules-state.ts';

/** Samplers report every ten seconds. */
const LOOK_MILLIS = 5000;

/** Which requests are traced: the rules that samplers are told, and what the samplers report of them. */
export function SamplingView(): JSX.Element {
  const state = useMemo(createRulesState, []);
  const looks = useSignal(0);
  useEffect(() => {
    const timer = setInterval(() => (looks.value += 1), LOOK_MILLIS);
    return () => clearInterval(timer);
  }, []);
  useRefresh((signal) => state.load(signal), `sampling ${looks.value}`);
  return (
    <div class="page">
      <h1>Sampling</h1>
      <p class="lead">Which requests are traced: the first rule that fits a request decides.</p>
      <p class="rules-error" role="alert">
        {state.error.value}
      </p>
      {state.rules.value.length === 0 ? null : <Rules state={state} />}
    </div>
  );
}

function Rules({ state }: { readonly state: RulesState }): JSX.Element {
  const { rules, statistics } = state;
  const youngest = Math.max(0, ...[...statistics.value.values()].map(({ Timestamp }) => Timestamp));
  return (
    <div class="card rules">
      <table>
        <thead>
          <tr>
            <th scope="col">Rule</th>
            <th scope="col">Reservoir</th>
            <th scope="col">Fixed rate</th>
            {['Matched', 'Sampled', 'Borrowed'].map((name) => (
              <th key={name} scope="col" class="rules-figure">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rules.value.map((rule) => (
            <RuleRow
              key={rule.RuleName}
              rule={rule}
              statistics={statistics.value.get(rule.RuleName)}
              onUpdate={(change) => void state.update({ RuleName: rule.RuleName, ...change })}
            />
          ))}
        </tbody>
      </table>
      <p class="rules-notes quiet">
        {statistics.value.size === 0
          ? 'No sampler has reported yet. Those that ask here are services with OTEL_TRACES_SAMPLER=xray, and X-Ray’s own SDKs.'
          : `Figures are of the minute in which samplers last reported, the youngest ${formatTime(youngest)}. Borrowed is what a service samples before it has its share of a rule.`}{' '}
        A file of rules puts its own back whenever it changes.
      </p>
    </div>
  );
}
