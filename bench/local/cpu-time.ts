/** What a piece of work took. */
export interface Taken {
  readonly cpuMillis: number;
  readonly wallMillis: number;
}

/** The time that work takes in this process, of all its threads. */
export async function takeTime(work: () => unknown): Promise<Taken> {
  const [cpu, wall] = [process.cpuUsage(), performance.now()];
  await work();
  const { user, system } = process.cpuUsage(cpu);
  return { cpuMillis: (user + system) / 1000, wallMillis: performance.now() - wall };
}
