/**
 * CPU per request of our HTTP instrumentation and upstream's: `node bench/http/run.ts [express|hello] [generations]`.
 *
 * Every subject is a process of its own on one core, the load is on the other; windows of a fixed number of requests
 * are interleaved in random order. Ratios are taken within a round and their medians over rounds and process
 * generations. A row is valid only if the two uninstrumented subjects lie within 5 %, and the spans arrived.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import readline from 'node:readline';

const [app = 'express', generations = '3', only] = process.argv.slice(2);
const SUBJECTS = (only ?? 'none,control,own-all,own-some,own-off,upstream-all,upstream-off').split(',');
const ROUNDS = 12;
const REQUESTS = app === 'hello' ? 4000 : 1500;

class Peer {
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;

  constructor(core: number, script: string, args: readonly string[] = []) {
    const file = path.join(import.meta.dirname, script);
    this.#child = spawn('taskset', ['-c', String(core), process.execPath, file, ...args], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    if (!this.#child.stdout) throw new Error('no output');
    this.#lines = readline.createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  async next(): Promise<Record<string, number>> {
    return JSON.parse((await this.#lines.next()).value as string) as Record<string, number>;
  }

  ask(line: object): Promise<Record<string, number>> {
    this.#child.stdin?.write(`${JSON.stringify(line)}\n`);
    return this.next();
  }

  end(): void {
    this.#child.stdin?.end();
  }
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

const ratios = new Map<string, number[]>();
const micros = new Map<string, number[]>();
for (let generation = 0; generation < Number(generations); generation += 1) {
  const load = new Peer(1, 'load.ts');
  const { port: downstream } = await load.next();
  const peers = SUBJECTS.map((name) => ({
    name,
    peer: new Peer(0, 'app.ts', [name, String(downstream), app]),
    port: 0,
  }));
  for (const each of peers) {
    each.port = (await each.peer.next())['port'] ?? 0;
    for (let warm = 0; warm < 3; warm += 1) await load.ask({ port: each.port, count: REQUESTS });
  }
  for (let round = 0; round < ROUNDS; round += 1) {
    const used = new Map<string, number>();
    for (const { name, peer, port } of peers.toSorted(() => Math.random() - 0.5)) {
      const before = await peer.ask({});
      await load.ask({ port, count: REQUESTS });
      const after = await peer.ask({});
      used.set(name, ((after['micros'] ?? 0) - (before['micros'] ?? 0)) / REQUESTS);
    }
    for (const [name, value] of used) {
      micros.set(name, [...(micros.get(name) ?? []), value]);
      ratios.set(name, [...(ratios.get(name) ?? []), value / (used.get('none') ?? Number.NaN)]);
    }
  }
  for (const { name, peer } of peers) {
    const { spanCount } = await peer.ask({});
    if (generation === 0)
      console.log(`${name}: ${String(spanCount)} spans of ${String((ROUNDS + 3) * REQUESTS)} requests`);
    peer.end();
  }
  load.end();
}
for (const name of SUBJECTS) {
  const row = ratios.get(name) ?? [];
  const sorted = row.toSorted((a, b) => a - b);
  const spread = [0.25, 0.75].map((share) => (sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(2)).join('–');
  console.log(
    `${name.padEnd(14)} ${median(micros.get(name) ?? [])
      .toFixed(1)
      .padStart(7)} µs  × ${median(row).toFixed(3)}  (${spread})`,
  );
}
