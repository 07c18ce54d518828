import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { startFaultyXRay } from './faulty-xray.ts';
import { startSteadyLoad } from './steady-load.ts';
import { startSubject } from './subject.ts';

const MIB = 1024 * 1024;
/** How long X-Ray takes to answer: some 20 ms in a region. */
const DELAY_MILLIS = 20;
const LONGEST_MILLIS = 300_000;

/** What a load did to a collector. */
export interface LoadFigures {
  readonly sent: number;
  readonly recorded: number;
  readonly refused: number;
  /** From the first span to the last acknowledgement, in seconds. */
  readonly seconds: number;
  /** From then on until X-Ray had all, in seconds. */
  readonly drainSeconds: number;
  /** The most resident memory, in MiB; without /proc 0. */
  readonly peakMemoryMib: number;
  /** CPU time in seconds, all cores; without /proc 0. */
  readonly cpuSeconds: number;
}

/**
 * Sends so many spans at this rate, or as fast as the collector takes them where that is slower, and waits until X-Ray
 * has everything; five minutes for each at most.
 */
export async function measureLoad(config: string, spansPerSecond: number, spans: number): Promise<LoadFigures> {
  const xray = await startFaultyXRay();
  xray.setMood({ delayMillis: DELAY_MILLIS });
  // As in a container of 512 MiB.
  const collector = await startSubject(config, xray, { GOMEMLIMIT: '410MiB' });
  try {
    const startedAt = Date.now();
    const load = startSteadyLoad({ address: collector.grpcAddress, spansPerSecond, batchSize: 100, mostAtOnce: 32 });
    while (load.made.size < spans && Date.now() - startedAt < LONGEST_MILLIS) await sleep(20);
    await load.stop(30_000);
    const acknowledgedAt = Date.now();
    const sent = load.made.size;
    while (xray.accepted.size < sent && Date.now() - acknowledgedAt < LONGEST_MILLIS) await sleep(100);
    const { peakMemoryMib, cpuSeconds } = readProcess(collector.processId());
    return {
      sent,
      recorded: [...load.made].filter((id) => xray.accepted.has(id)).length,
      refused: sent - load.acknowledged.size,
      seconds: (acknowledgedAt - startedAt) / 1000,
      drainSeconds: (Date.now() - acknowledgedAt) / 1000,
      peakMemoryMib,
      cpuSeconds,
    };
  } finally {
    await collector.close();
    await xray.close();
  }
}

/** https://man7.org/linux/man-pages/man5/proc.5.html: VmHWM, and fields 14 and 15 of stat in hundredths of a second. */
function readProcess(processId: number | undefined): Pick<LoadFigures, 'peakMemoryMib' | 'cpuSeconds'> {
  try {
    const status = readFileSync(`/proc/${processId}/status`, 'utf8');
    const stat = readFileSync(`/proc/${processId}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    const [, kilobytes = '0'] = /VmHWM:\s+(\d+) kB/.exec(status) ?? [];
    return {
      peakMemoryMib: Math.round((Number(kilobytes) * 1024) / MIB),
      cpuSeconds: (Number(stat[11]) + Number(stat[12])) / 100,
    };
  } catch {
    return { peakMemoryMib: 0, cpuSeconds: 0 };
  }
}
