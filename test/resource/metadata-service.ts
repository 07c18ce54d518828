import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A fake metadata service on a free port of 127.0.0.1. */
export interface MetadataService {
  readonly url: string;
  /** `GET /path`, in order. */
  readonly requests: string[];
  close(): Promise<void>;
}

/** Answers by `METHOD /path`: a string or object with 200, a number as that status, `null` never; else 404. */
export async function startMetadataService(answers: Readonly<Record<string, unknown>>): Promise<MetadataService> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const asked = `${request.method} ${request.url}`;
    requests.push(asked);
    const answer = answers[asked];
    if (answer === null) return;
    if (answer === undefined || typeof answer === 'number') response.writeHead(answer ?? 404).end();
    else response.end(typeof answer === 'string' ? answer : JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
