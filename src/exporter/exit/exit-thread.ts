import path from 'node:path';
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { LONGEST_CONNECT_MILLIS } from '../connecting.ts';
import { type ExitAnswer, type ExitTarget, type ExitThreadData, PHASES } from './exit-thread-messages.ts';
import type { OtlpAnswer } from '../otlp-client.ts';

/** `exit-worker.js` beside this file in the package, `exit-worker.ts` in the sources. */
const WORKER_FILE = path.join(import.meta.dirname, `exit-worker${path.extname(import.meta.filename)}`);

const NO_ANSWER: OtlpAnswer = { status: 'failure', error: new Error('no answer before the process had to end') };

/** A thread that sends while its creator stands still. */
export interface ExitThread {
  /**
   * Sends the requests and gives their answers, in their order: as soon as all are there, or when the collector has
   * not accepted within half a second, or when the time is up. Ends the thread.
   */
  send(requests: readonly Uint8Array[]): OtlpAnswer[];
}

/**
 * Starts a thread that connects to the collector: what is left to do when the event loop turns no more. It gets
 * neither the environment nor the flags of this process, so that no preload runs in it.
 *
 * @throws where threads are denied, as by `--permission`
 */
export function startExitThread(target: ExitTarget): ExitThread {
  const deadline = performance.now() + target.timeoutMillis;
  const phase = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const { port1, port2 } = new MessageChannel();
  const workerData: ExitThreadData = { target, phase, port: port2 };
  const worker = new Worker(WORKER_FILE, {
    workerData,
    transferList: [port2],
    env: {},
    execArgv: [],
    // Nothing that goes wrong in it is printed or thrown.
    stdout: true,
    stderr: true,
  });
  worker.on('error', () => {}).unref();
  return {
    send(requests) {
      port1.postMessage(requests);
      waitWhile(phase, PHASES.starting, deadline);
      waitWhile(phase, PHASES.connecting, Math.min(deadline, performance.now() + LONGEST_CONNECT_MILLIS));
      waitWhile(phase, PHASES.sending, deadline);
      const answers = receiveAll(port1);
      port1.close();
      void worker.terminate();
      return requests.map((_request, index) => answers.get(index) ?? NO_ANSWER);
    },
  };
}

/** Stands still until the phase is another or the deadline has passed. */
function waitWhile(phase: Int32Array, value: number, deadline: number): void {
  Atomics.wait(phase, 0, value, Math.max(0, deadline - performance.now()));
}

function receiveAll(port: MessagePort): Map<number, OtlpAnswer> {
  const answers = new Map<number, OtlpAnswer>();
  for (let next = receive(port); next !== undefined; next = receive(port)) answers.set(next.index, next.answer);
  return answers;
}

function receive(port: MessagePort): ExitAnswer | undefined {
  return receiveMessageOnPort(port)?.message;
}
