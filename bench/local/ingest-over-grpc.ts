import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { LocalXRay } from '../../src/local/start-local.ts';
import { takeTime, type Taken } from './cpu-time.ts';

/**
 * Sends generated spans over OTLP/gRPC from another process, and gives the time that it takes this one until all can be
 * found: receiving, decoding, translating, storing and digesting, garbage collection included.
 */
export async function ingestOverGrpc(xray: LocalXRay, spanCount: number, startSeconds: number): Promise<Taken> {
  const script = path.join(import.meta.dirname, 'send-spans.ts');
  const given = [new URL(xray.grpcEndpoint).host, String(spanCount), String(startSeconds)];
  const sender = spawn(process.execPath, [script, ...given], { stdio: ['pipe', 'pipe', 'inherit'] });
  // It says that it is ready, and later that all is sent.
  await once(sender.stdout, 'data');
  const taken = await takeTime(async () => {
    sender.stdin.write('go\n');
    await once(sender.stdout, 'data');
    xray.archive.settle();
  });
  const { documents } = xray.archive.counts;
  if (documents !== spanCount) throw new Error(`${documents} documents arrived of ${spanCount} spans.`);
  return taken;
}
