import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpus } from 'node:os';

/** A process that answers each message with one. */
export interface Child {
  next<Answer>(): Promise<Answer>;
  ask<Answer>(question: object): Promise<Answer>;
  /** Ends its IPC channel, at which it ends, and gives what it wrote to stderr. */
  end(): Promise<{ readonly code: number | null; readonly stderr: string }>;
}

/** Starts Node with these arguments, on one core where there are several and the system can pin. */
export function startChild(core: number, args: readonly string[], env: Readonly<Record<string, string>>): Child {
  const isPinned = process.platform === 'linux' && cpus().length > 1;
  const [command = '', ...rest] = [...(isPinned ? ['taskset', '-c', String(core)] : []), process.execPath, ...args];
  const child: ChildProcess = spawn(command, rest, {
    env: { PATH: process.env['PATH'] ?? '', HOME: '/nonexistent', ...env },
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
  });
  let stderr = '';
  const output = child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = Promise.all([once(child, 'exit'), output && once(output, 'end')]);
  const endedEarly = ended.then(() => {
    throw new Error(`A process ended early. It said:\n${stderr}`);
  });
  endedEarly.catch(() => {});
  const next = async <Answer>(): Promise<Answer> => {
    const [answer] = (await Promise.race([once(child, 'message'), endedEarly])) as [Answer];
    return answer;
  };
  return {
    next,
    ask: async <Answer>(question: object): Promise<Answer> => {
      const answer = next<Answer>();
      child.send(question);
      return answer;
    },
    async end() {
      child.disconnect();
      const [[code]] = (await ended) as [[number | null], unknown];
      return { code, stderr };
    },
  };
}
