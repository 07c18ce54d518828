import { type ChildProcess, spawn } from 'node:child_process';
import readline from 'node:readline';

/** Node for what is measured: that of `BENCH_NODE`, otherwise this one. */
export const node: string = process.env['BENCH_NODE'] ?? process.execPath;

/** A process on one core that answers lines of JSON with lines of JSON. */
export class MeasuredProcess {
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;

  constructor(core: number, args: readonly string[], env: Readonly<Record<string, string>> = {}, binary = node) {
    this.#child = spawn('taskset', ['-c', String(core), binary, ...args], {
      stdio: ['pipe', 'pipe', 'ignore'],
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...env },
    });
    if (!this.#child.stdout) throw new Error('The process has no output.');
    this.#lines = readline.createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  /** The next line of JSON that has no text in it; others, such as banners and logs of the subject, are passed over. */
  async next(): Promise<Record<string, number>> {
    for (;;) {
      const { value, done } = (await this.#lines.next()) as IteratorResult<string, undefined>;
      if (done === true || value === undefined) throw new Error('The process ended early.');
      if (!value.startsWith('{')) continue;
      const line = JSON.parse(value) as Record<string, unknown>;
      if (Object.values(line).every((each) => typeof each !== 'string')) return line as Record<string, number>;
    }
  }

  ask(question: object): Promise<Record<string, number>> {
    this.#child.stdin?.write(`${JSON.stringify(question)}\n`);
    return this.next();
  }

  async end(): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once('close', resolve));
    this.#child.stdin?.end();
    const timer = setTimeout(() => void this.#child.kill('SIGKILL'), 5000);
    await ended;
    clearTimeout(timer);
  }
}
