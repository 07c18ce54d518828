import type { SimulationOptions } from './simulate-fleet.ts';

/** One hour of 50 processes in which everything goes wrong once. */
export const ONE_HOUR: SimulationOptions = {
  seed: 20_261_101,
  processes: 50,
  seconds: 3600,
  outages: [
    // The collector starts after the services.
    { fromSeconds: 0, toSeconds: 45, kind: 'refuse' },
    { fromSeconds: 480, toSeconds: 600, kind: 'hang' },
    { fromSeconds: 900, toSeconds: 930, kind: 'drop' },
    // Longer than quotas last.
    { fromSeconds: 1500, toSeconds: 2100, kind: 'refuse' },
  ],
  deployment: { fromSeconds: 1200, toSeconds: 1400 },
  crashEverySeconds: 7200,
  burstEverySeconds: 900,
  ruleChangeSeconds: 3000,
};
