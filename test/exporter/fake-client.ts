import type { OtlpAnswer, OtlpClient } from '../../src/exporter/otlp-client.ts';

export const SUCCESS: OtlpAnswer = { status: 'success', body: new Uint8Array() };
export const BUSY: OtlpAnswer = { status: 'retryable', error: new Error('busy'), nobodyListens: false };
export const ABSENT: OtlpAnswer = {
  status: 'retryable',
  error: new Error('connect ECONNREFUSED'),
  nobodyListens: true,
};
export const REFUSED: OtlpAnswer = { status: 'failure', error: new Error('refused') };

/** What was sent, when the attempt began, and how long it and all of them together were allowed to take. */
export interface Attempt {
  readonly at: number;
  readonly leftMillis: number;
  readonly timeoutMillis: number | undefined;
  readonly request: Uint8Array;
}

/** A client that plays the answers, one each attempt, and then none until it is closed. */
export interface FakeClient extends OtlpClient {
  readonly attempts: Attempt[];
  readonly isClosed: boolean;
}

export function createFakeClient(...answers: OtlpAnswer[]): FakeClient {
  const attempts: Attempt[] = [];
  const cancellations: (() => void)[] = [];
  let isClosed = false;
  return {
    attempts,
    get isClosed() {
      return isClosed;
    },
    send(request, leftMillis, timeoutMillis) {
      attempts.push({ at: Date.now(), leftMillis, timeoutMillis, request });
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
