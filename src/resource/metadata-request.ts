const TIMEOUT_MILLIS = 1_000;
const MAX_BODY_LENGTH = 65_536;

/** One question to a metadata service. */
export interface MetadataRequest {
  readonly method?: 'GET' | 'PUT';
  readonly headers?: Readonly<Record<string, string>>;
  /** Ends the request early. */
  readonly signal: AbortSignal;
}

/**
 * The body of a 2xx answer over plain HTTP. Rejects on anything else, after one second, and beyond 64 KiB.
 * Neither the socket nor the timer holds the process.
 */
export async function requestMetadata(url: string, request: MetadataRequest): Promise<string> {
  const { method = 'GET', headers = {}, signal } = request;
  const { request: send } = await import('node:http');
  return new Promise((resolve, reject) => {
    const outgoing = send(url, { method, headers, signal, agent: false });
    const fail = (problem: string) => {
      reject(new Error(`"${url}" ${problem}`));
      outgoing.destroy();
    };
    const timer = setTimeout(() => fail(`did not answer within ${TIMEOUT_MILLIS} ms`), TIMEOUT_MILLIS).unref();
    outgoing.on('socket', (socket) => socket.unref());
    outgoing.on('close', () => clearTimeout(timer));
    outgoing.on('error', reject);
    outgoing.on('response', (response) => {
      const { statusCode = 0 } = response;
      if (statusCode < 200 || statusCode > 299) return fail(`answered ${statusCode}`);
      let body = '';
      response.setEncoding('utf8');
      response.on('error', reject);
      response.on('end', () => resolve(body));
      response.on('data', (chunk: string) => {
        body += chunk;
        if (body.length > MAX_BODY_LENGTH) fail(`answered more than ${MAX_BODY_LENGTH} characters`);
      });
    });
    outgoing.end();
  });
}
