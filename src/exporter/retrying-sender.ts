import type { OtlpAnswer, OtlpClient } from './otlp-client.ts';

const MAX_RETRIES = 5;
const FIRST_BACKOFF_MILLIS = 1_000;
const LONGEST_BACKOFF_MILLIS = 5_000;
const BACKOFF_FACTOR = 1.5;
const JITTER = 0.2;

/** Sends requests and repeats those that failed for a passing reason. */
export interface RetryingSender {
  /**
   * The last answer of the client, at the latest after `timeoutMillis`, all attempts together; undefined where there is
   * no request to send. Rejects only with `request`.
   */
  send(request: Uint8Array | Promise<Uint8Array | undefined>, timeoutMillis: number): Promise<OtlpAnswer | undefined>;
  /** Somebody waits for what is being sent: it is no longer repeated where nobody listens. */
  hurry(): void;
  /** Ends everything that is being sent, and the client. */
  close(): void;
}

/**
 * Repeats up to 5 times, after what the collector asks for, else after 1 s, 1.5 s, … 5 s (± 20 %), the SDK's
 * values. Its timers hold no process.
 */
export function createRetryingSender(client: OtlpClient): RetryingSender {
  return new BackingOffSender(client);
}

interface Sending {
  isHurried: boolean;
  /** Ends the present wait when nobody listens or all is over. */
  wake(isClosing: boolean): void;
}

class BackingOffSender implements RetryingSender {
  readonly #client: OtlpClient;
  readonly #sendings = new Set<Sending>();
  #isClosed = false;

  constructor(client: OtlpClient) {
    this.#client = client;
  }

  async send(
    request: Uint8Array | Promise<Uint8Array | undefined>,
    timeoutMillis: number,
  ): Promise<OtlpAnswer | undefined> {
    const sending: Sending = { isHurried: false, wake: () => {} };
    this.#sendings.add(sending);
    try {
      const deadline = performance.now() + timeoutMillis;
      const bytes = await request;
      return bytes === undefined ? undefined : await this.#sendRepeatedly(bytes, deadline, timeoutMillis, sending);
    } finally {
      this.#sendings.delete(sending);
    }
  }

  hurry(): void {
    for (const sending of this.#sendings) {
      sending.isHurried = true;
      sending.wake(false);
    }
  }

  close(): void {
    this.#isClosed = true;
    for (const sending of this.#sendings) sending.wake(true);
    this.#client.close();
  }

  async #sendRepeatedly(
    request: Uint8Array,
    deadline: number,
    timeoutMillis: number,
    sending: Sending,
  ): Promise<OtlpAnswer> {
    let backoffMillis = FIRST_BACKOFF_MILLIS;
    let lastAnswer: OtlpAnswer = { status: 'failure', error: new Error('no answer before the exporter was shut down') };
    for (let retries = 0; !this.#isClosed; retries += 1) {
      const answer = await this.#client.send(request, deadline - performance.now(), timeoutMillis);
      // What a closed client answers tells less than the answer before.
      if (this.#isClosed && answer.status !== 'success') break;
      if (answer.status !== 'retryable' || retries === MAX_RETRIES) return answer;
      lastAnswer = answer;
      const waitMillis = answer.retryInMillis ?? backoffMillis * (1 + JITTER * (2 * Math.random() - 1));
      if (performance.now() + waitMillis >= deadline) break;
      if (!isPointless(sending, answer.nobodyListens)) await sleep(waitMillis, sending, answer.nobodyListens);
      if (isPointless(sending, answer.nobodyListens)) break;
      backoffMillis = Math.min(backoffMillis * BACKOFF_FACTOR, LONGEST_BACKOFF_MILLIS);
    }
    return lastAnswer;
  }
}

/** Whoever waits gets nothing from asking again where nobody listens. */
function isPointless(sending: Sending, nobodyListens: boolean): boolean {
  return sending.isHurried && nobodyListens;
}

function sleep(millis: number, sending: Sending, nobodyListens: boolean): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, millis).unref();
    sending.wake = (isClosing) => {
      if (!isClosing && !nobodyListens) return;
      clearTimeout(timer);
      resolve();
    };
  });
}
