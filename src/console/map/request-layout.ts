import workerAddress from './layout-worker.ts?worker&url';
import type { MapLayout, MapShape } from './lay-out-map.ts';

type Answer = { readonly id: number; readonly layout: MapLayout };

let worker: Worker | undefined;
let lastId = 0;
const waiting = new Map<number, (layout: MapLayout) => void>();

/** Lays out a map without holding up the page. */
export async function requestLayout(shape: MapShape): Promise<MapLayout> {
  worker ??= startWorker();
  const id = ++lastId;
  const answer = new Promise<MapLayout>((resolve) => waiting.set(id, resolve));
  worker.postMessage({ id, shape });
  return answer;
}

function startWorker(): Worker {
  const started = new Worker(trustedAddress(), { type: 'module' });
  started.addEventListener('message', ({ data }: MessageEvent<Answer>) => {
    waiting.get(data.id)?.(data.layout);
    waiting.delete(data.id);
  });
  return started;
}

/** What Trusted Types knows of us; the types of TypeScript do not have it yet. */
interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): URL };
}

/**
 * The worker's address as the content security policy wants it: a policy that knows this one address
 * (https://www.w3.org/TR/trusted-types/). Browsers without Trusted Types take it as it is.
 */
function trustedAddress(): string | URL {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  const policy = trustedTypes?.createPolicy('otel-xray-worker', { createScriptURL: () => workerAddress });
  return policy?.createScriptURL('') ?? workerAddress;
}
