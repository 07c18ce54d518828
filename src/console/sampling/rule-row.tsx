import type { JSX } from 'preact';
import { formatCount } from '../format/numbers.ts';
import type { SamplingRule, SamplingRuleUpdate, SamplingStatisticSummary } from '../../local/api/xray-api.ts';
import { conditionsOf, describeRate, percentOf } from './rule-words.ts';

interface RuleRowProps {
  readonly rule: SamplingRule;
  /** Absent while no sampler has reported. */
  readonly statistics: SamplingStatisticSummary | undefined;
  readonly onUpdate: (change: Omit<SamplingRuleUpdate, 'RuleName'>) => void;
}

/** A rule with its two numbers, which can be changed, and what samplers say of it. */
export function RuleRow({ rule, statistics, onUpdate }: RuleRowProps): JSX.Element {
  const conditions = conditionsOf(rule);
  const { RuleName, Priority, ReservoirSize, FixedRate, SamplingRateBoost } = rule;
  return (
    <tr>
      <th scope="row">
        <span class="rule-name">
          <span class="rule-priority numbers" title="Priority; the lowest is tried first">
            {Priority}
          </span>
          <bdi>{RuleName}</bdi>
        </span>
        <span class="rule-conditions">
          {conditions.length === 0 ? <span class="quiet">Every request</span> : null}
          {conditions.map(({ name, value }) => (
            <span key={name} class="chip">
              <bdi class="chip-key">{name}</bdi>
              <bdi>{value}</bdi>
            </span>
          ))}
          {SamplingRateBoost === undefined ? null : (
            <span class="quiet">up to {percentOf(SamplingRateBoost.MaxRate)} % while failures are missed</span>
          )}
        </span>
        <span class="hidden">, takes {describeRate(rule)}</span>
      </th>
      <td data-name="Reservoir">
        <NumberField
          label={`Reservoir of ${RuleName}, requests a second`}
          value={ReservoirSize}
          step="1"
          unit="/s"
          onChange={(value) => onUpdate({ ReservoirSize: value })}
        />
      </td>
      <td data-name="Fixed rate">
        <NumberField
          label={`Fixed rate of ${RuleName}, percent of the other requests`}
          value={percentOf(FixedRate)}
          max={100}
          step="any"
          unit="%"
          onChange={(value) => onUpdate({ FixedRate: value / 100 })}
        />
      </td>
      <Figure name="Matched" value={statistics?.RequestCount} />
      <Figure name="Sampled" value={statistics?.SampledCount} />
      <Figure name="Borrowed" value={statistics?.BorrowCount} />
    </tr>
  );
}

function Figure({ name, value }: { readonly name: string; readonly value: number | undefined }): JSX.Element {
  return (
    <td class="rules-figure numbers" data-name={name}>
      {value === undefined ? <span class="quiet">–</span> : formatCount(value)}
    </td>
  );
}

interface NumberFieldProps {
  readonly label: string;
  readonly value: number;
  readonly max?: number;
  readonly step: string;
  readonly unit: string;
  readonly onChange: (value: number) => void;
}

function NumberField({ label, value, max, step, unit, onChange }: NumberFieldProps): JSX.Element {
  return (
    <span class="rule-number">
      <input
        // What is being written stays while figures come; another value from elsewhere begins anew.
        key={value}
        class="field numbers"
        type="number"
        inputmode="decimal"
        aria-label={label}
        defaultValue={String(value)}
        min={0}
        max={max}
        step={step}
        required
        onChange={({ currentTarget }) => {
          if (currentTarget.reportValidity()) onChange(currentTarget.valueAsNumber);
        }}
        onKeyDown={({ key, currentTarget }) => {
          if (key === 'Enter') currentTarget.blur();
        }}
      />
      <span class="quiet">{unit}</span>
    </span>
  );
}
