import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';

/** What X-Ray does with calls that put segments. */
export type Mood = 'well' | 'hanging' | { readonly status: number } | { readonly delayMillis: number };

/** A stand-in for X-Ray that can fall ill, and counts how often it took each document. */
export interface FaultyXRay {
  readonly endpoint: string;
  /** How often each segment or subsegment was accepted, by id. */
  readonly accepted: ReadonlyMap<string, number>;
  setMood(mood: Mood): void;
  /** Refuses connections until {@link listenAgain}. */
  refuse(): Promise<void>;
  listenAgain(): Promise<void>;
  close(): Promise<void>;
}

/** Starts it on a free port of 127.0.0.1. */
export async function startFaultyXRay(): Promise<FaultyXRay> {
  const accepted = new Map<string, number>();
  let mood: Mood = 'well';
  let server: Server | undefined;

  const accept = (body: string): void => {
    const { TraceSegmentDocuments } = JSON.parse(body) as { TraceSegmentDocuments: string[] };
    for (const document of TraceSegmentDocuments) {
      const { id } = JSON.parse(document) as { id: string };
      accepted.set(id, (accepted.get(id) ?? 0) + 1);
    }
  };
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const bytes = Buffer.concat(chunks);
    response.setHeader('content-type', 'application/json');
    if (!request.url?.endsWith('/TraceSegments')) return void response.end('{}');
    if (mood === 'hanging') return;
    if (typeof mood === 'object' && 'status' in mood) {
      const name = mood.status === 429 ? 'ThrottledException' : 'InternalFailure';
      return void response.writeHead(mood.status, { 'x-amzn-errortype': name }).end(`{"Message":"${name}"}`);
    }
    if (mood !== 'well')
      await new Promise((resolve) => setTimeout(resolve, (mood as { delayMillis: number }).delayMillis));
    // Who has given up meanwhile will try again, and X-Ray has the segments all the same.
    accept((request.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes).toString());
    response.end('{"UnprocessedTraceSegments":[]}');
  };
  const listen = async (port: number): Promise<number> => {
    const next = createServer(
      (request, response) => void answer(request, response).catch(() => request.socket.destroy()),
    );
    server = next;
    await new Promise<void>((resolve, reject) => {
      next.once('error', reject);
      next.listen(port, '127.0.0.1', resolve);
    });
    return (next.address() as AddressInfo).port;
  };
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      if (server?.listening !== true) return resolve();
      server.close(() => resolve());
      server.closeAllConnections();
    });
  const port = await listen(0);
  return {
    endpoint: `http://127.0.0.1:${port}`,
    accepted,
    setMood(next) {
      mood = next;
    },
    refuse: close,
    listenAgain: async () => void (await listen(port)),
    close,
  };
}
