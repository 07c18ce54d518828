import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { isAborted, read, sentenceOf } from '../api/call.ts';
import { useRefresh } from '../api/refresh.ts';
import { formatBytes, formatCount, formatDollars, formatShare } from '../format/numbers.ts';
import type { Route } from '../route/route.ts';
import { navigate } from '../shell/navigation.ts';
import type { CostResult } from '../../local/api/console-api.ts';
import { rateAt, RATE_STEPS, shareAt, SHARE_STEPS, stepOfRate, stepOfShare } from './scales.ts';

interface CostViewProps {
  readonly route: Extract<Route, { view: 'cost' }>;
}

const DEFAULT_RATE = 50;
/** X-Ray's own: one request a second, and of the rest this share. */
const DEFAULT_SHARE = 0.05;
const RESERVOIR = 1;

/** What this traffic would cost in X-Ray. */
export function CostView({ route }: CostViewProps): JSX.Element {
  const cost = useSignal<CostResult | undefined>(undefined);
  const error = useSignal('');
  const { requestsPerSecond = DEFAULT_RATE, sampledShare = DEFAULT_SHARE } = route;
  const query = new URLSearchParams({
    requestsPerSecond: String(requestsPerSecond),
    sampledShare: String(sampledShare),
    reservoirPerSecond: String(RESERVOIR),
  }).toString();
  useRefresh(async () => {
    try {
      cost.value = await read('console/cost', query);
      error.value = '';
    } catch (failure) {
      if (!isAborted(failure)) error.value = sentenceOf(failure);
    }
  }, query);
  const set = (change: Partial<typeof route>): void =>
    navigate({ view: 'cost', requestsPerSecond, sampledShare, ...change }, 'replace');
  return (
    <div class="page">
      <h1>Cost</h1>
      <p class="lead">What X-Ray would charge for this traffic in a month.</p>
      {error.value === '' ? null : <p class="hint">{error.value}</p>}
      <div class="cost">
        <section class="card cost-inputs" aria-label="Traffic">
          <label class="slider">
            <span>Requests per second</span>
            <output class="numbers">{formatCount(requestsPerSecond)}</output>
            <input
              type="range"
              min={0}
              max={RATE_STEPS}
              value={stepOfRate(requestsPerSecond)}
              onInput={({ currentTarget }) => set({ requestsPerSecond: rateAt(currentTarget.valueAsNumber) })}
            />
          </label>
          <label class="slider">
            <span>Sampled after the first of each second</span>
            <output class="numbers">{formatShare(sampledShare)}</output>
            <input
              type="range"
              min={0}
              max={SHARE_STEPS}
              value={stepOfShare(sampledShare)}
              onInput={({ currentTarget }) => set({ sampledShare: shareAt(currentTarget.valueAsNumber) })}
            />
          </label>
        </section>
        {cost.value === undefined ? null : <Bill cost={cost.value} />}
      </div>
    </div>
  );
}

function Bill({ cost }: { readonly cost: CostResult }): JSX.Element {
  const { monthlyDollars, requestsPerMonth, recordedTracesPerMonth, items, perTrace, prices } = cost;
  return (
    <section class="card bill" aria-label="Bill">
      <p class="bill-sum numbers">
        {formatDollars(monthlyDollars)}
        <span class="quiet"> a month</span>
      </p>
      <p class="quiet">
        {formatCount(recordedTracesPerMonth)} traces recorded of {formatCount(requestsPerMonth)} requests
      </p>
      <table>
        <thead>
          <tr>
            <th scope="col">Item</th>
            <th scope="col">Traces</th>
            <th scope="col">Billed</th>
            <th scope="col">Dollars</th>
          </tr>
        </thead>
        <tbody>
          {items.map(({ name, count, billedCount, dollars }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{formatCount(count)}</td>
              <td>{formatCount(billedCount)}</td>
              <td>{formatDollars(dollars)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="bill-notes quiet">
        {perTrace.documents === 0
          ? 'No traces here yet; the bill does not depend on them.'
          : `A trace here has ${formatCount(perTrace.documents)} documents and ${formatBytes(perTrace.bytes)} on average.`}{' '}
        Prices as of {prices.asOf}: {formatDollars(prices.recordedPerMillion)} a million traces recorded after{' '}
        {formatCount(prices.recordedFree)}, {formatDollars(prices.retrievedPerMillion)} a million retrieved or scanned
        after {formatCount(prices.retrievedFree)}. {prices.source}
      </p>
    </section>
  );
}
