/** How one request to a collector ended. */
export type OtlpAnswer =
  | { readonly status: 'success'; readonly body: Uint8Array }
  | { readonly status: 'failure'; readonly error: Error }
  | {
      /** The same request may succeed a moment later (https://opentelemetry.io/docs/specs/otlp/#failures). */
      readonly status: 'retryable';
      readonly error: Error;
      /** What the collector asked to wait. */
      readonly retryInMillis?: number;
      /** No process answers at the address at all. */
      readonly nobodyListens: boolean;
    };

/** Sends export requests to one collector, each once. */
export interface OtlpClient {
  /**
   * Never rejects; answers at the latest after `leftMillis`, or when the client is closed.
   *
   * @param timeoutMillis what the user is told when that time is over: that of all attempts together
   */
  send(request: Uint8Array, leftMillis: number, timeoutMillis?: number): Promise<OtlpAnswer>;
  /** Ends requests that still run; nothing of the client holds the process afterwards. */
  close(): void;
}

/** Whether an error says that nobody listens at the address, or that the address has no host. */
export function isNobodyListening(error: Error): boolean {
  const { code } = error as NodeJS.ErrnoException;
  // grpc-js gives the reason of a failed connection only within its message.
  return code === 'ECONNREFUSED' || code === 'ENOTFOUND' || /\b(?:ECONNREFUSED|ENOTFOUND)\b/.test(error.message);
}
