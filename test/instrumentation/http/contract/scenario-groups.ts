import type { Scenario } from './scenario.ts';
import { bodySizes } from './scenarios/body-sizes.ts';
import { clientCalls } from './scenarios/client-calls.ts';
import { clientContext } from './scenarios/client-context.ts';
import { clientOutcomes } from './scenarios/client-outcomes.ts';
import { http2Client } from './scenarios/http2-client.ts';
import { http2Server } from './scenarios/http2-server.ts';
import { serverConnections } from './scenarios/server-connections.ts';
import { serverContext } from './scenarios/server-context.ts';
import { serverOutcomes } from './scenarios/server-outcomes.ts';
import { serverRequests } from './scenarios/server-requests.ts';
import { undici } from './scenarios/undici.ts';

/** All claims of the contract, by topic. Those about HTTP/2 and about sizes hold for ours only: upstream records neither. */
export const scenarioGroups = {
  serverRequests,
  serverContext,
  serverConnections,
  serverOutcomes,
  clientCalls,
  clientContext,
  clientOutcomes,
  bodySizes,
  undici,
  http2Server,
  http2Client,
} as const satisfies Readonly<Record<string, readonly Scenario[]>>;

/** A topic of the contract. */
export type GroupName = keyof typeof scenarioGroups;
