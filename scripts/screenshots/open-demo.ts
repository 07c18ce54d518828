import { spawn } from 'node:child_process';
import path from 'node:path';

/** The demo while its shop stays open. */
export interface OpenDemo {
  readonly consoleUrl: string;
  readonly shopUrl: string;
  close(): Promise<void>;
}

/**
 * Runs the demo until all of its visitors have been served.
 *
 * @throws Error with all that the demo said when it ends before that
 */
export async function openDemo(root: string): Promise<OpenDemo> {
  const child = spawn(process.execPath, [path.join(root, 'demo/start.js')], {
    cwd: root,
    env: { PATH: process.env['PATH'] ?? '', HOME: '/nonexistent', NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => {
    child.on('close', () => resolve());
  });
  let output = '';
  const opened = new Promise<OpenDemo>((resolve) => {
    const read = (text: string): void => {
      output += text;
      const consoleUrl = /console (http:\S+)/.exec(output)?.[1];
      const shopUrl = /The shop stays open[^]*?(http:\/\/[\d.:]+)/.exec(output)?.[1];
      if (consoleUrl === undefined || shopUrl === undefined) return;
      const close = async (): Promise<void> => {
        child.kill('SIGTERM');
        await ended;
      };
      resolve({ consoleUrl, shopUrl, close });
    };
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', read);
  });
  return Promise.race([
    opened,
    ended.then(() => {
      throw new Error(`The demo ended before its visitors were served:\n${output}`);
    }),
  ]);
}
