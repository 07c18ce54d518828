import type { CostItem, CostResult } from '../api/console-api.ts';

/** What is known of the traffic. */
export interface Traffic {
  readonly requestsPerSecond: number;
  /** Requests that are recorded each second before the share counts. */
  readonly reservoirPerSecond: number;
  /** 0 to 1. */
  readonly sampledShare: number;
  /** Traces that people and programs retrieve or scan for each recorded one. */
  readonly readsPerTrace: number;
}

/** Public prices in US dollars, of regions such as us-east-1. */
export const XRAY_PRICES = {
  recordedPerMillion: 5,
  recordedFree: 100_000,
  retrievedPerMillion: 0.5,
  retrievedFree: 1_000_000,
  asOf: '2026-11',
  source: 'https://aws.amazon.com/cloudwatch/pricing/',
} as const;

const SECONDS_PER_MONTH = 30 * 24 * 60 * 60;

/** What X-Ray would cost in a month of 30 days under even traffic. */
export function estimateCost(traffic: Traffic, perTrace: CostResult['perTrace']): CostResult {
  const { requestsPerSecond, reservoirPerSecond, sampledShare, readsPerTrace } = traffic;
  const reserved = Math.min(requestsPerSecond, reservoirPerSecond);
  const recordedPerSecond = reserved + (requestsPerSecond - reserved) * sampledShare;
  const recorded = Math.round(recordedPerSecond * SECONDS_PER_MONTH);
  const { recordedPerMillion, recordedFree, retrievedPerMillion, retrievedFree } = XRAY_PRICES;
  const items = [
    toItem('traces recorded', recorded, recordedFree, recordedPerMillion),
    toItem('traces retrieved or scanned', Math.round(recorded * readsPerTrace), retrievedFree, retrievedPerMillion),
  ];
  return {
    monthlyDollars: toCents(items.reduce((sum, { dollars }) => sum + dollars, 0)),
    requestsPerMonth: Math.round(requestsPerSecond * SECONDS_PER_MONTH),
    recordedTracesPerMonth: recorded,
    items,
    perTrace,
    prices: XRAY_PRICES,
  };
}

function toItem(name: string, count: number, free: number, perMillion: number): CostItem {
  const billedCount = Math.max(0, count - free);
  return { name, count, billedCount, dollars: toCents((billedCount / 1e6) * perMillion) };
}

function toCents(dollars: number): number {
  return Math.round(dollars * 100) / 100;
}
