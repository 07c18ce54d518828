import type { OtlpAnswer, OtlpClient } from '../../src/exporter/otlp-client.ts';

export const SUCCESS: OtlpAnswer = { status: 'success', body: new Uint8Array() };
export const BUSY: OtlpAnswer = { status: 'retryable', error: new Error('busy'), nobodyListens: false };
export const ABSENT: OtlpAnswer = {
  status: 'retryable',
  error: new Error('connect ECONNREFUSED'),
  nobodyListens: true,
};
export const REFUSED: OtlpAnswer = { status: 'failure', error: new Error('refused') };

/** A client that plays the answers, one each attempt, and then none until it is closed. */
export interface FakeClient extends OtlpClient {
  /** What was sent, when the attempt began and how long it was allowed to take, in milliseconds. */
  readonly attempts: { readonly at: number; readonly timeoutMillis: number; readonly request: Uint8Array }[];
  readonly isClosed: boolean;
}

export function createFakeClient(...answers: OtlpAnswer[]): FakeClient {
  const attempts: { at: number; timeoutMillis: number; request: Uint8Array }[] = [];
  const cancellations: (() => void)[] = [];
  let isClosed = false;
  return {
    attempts,
    get isClosed() {
      return isClosed;
    },
    send(request, timeoutMillis) {
      attempts.push({ at: Date.now(), timeoutMillis, request });
      const answer = answers.shift();
      if (answer !== undefined) return Promise.resolve(answer);
      return new Promise((resolve) =>
        cancellations.push(() => resolve({ status: 'failure', error: new Error('cancelled') })),
      );
    },
    close() {
      isClosed = true;
      for (const cancel of cancellations) cancel();
    },
  };
}
