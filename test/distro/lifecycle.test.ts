import { describe, expect, it } from 'vitest';
import { type AppRun, runApp } from '../support/run-app.ts';

/** Runs a process that flushes at its end in the given way; after `then` it is left to end. */
function endingProcess(
  flush: string,
  then: string,
  onOutput?: (text: string, kill: (signal: NodeJS.Signals) => void) => void,
): Promise<AppRun> {
  const program = `
    import { flushAtEnd } from './src/distro/lifecycle.ts';
    flushAtEnd({ forceFlush: () => { console.log('flush'); return ${flush}; } }, 100);
    ${then}
  `;
  return runApp({
    args: ['--disable-warning=ExperimentalWarning', '--input-type=module-typescript', '--eval', program],
    ...(onOutput && { onOutput }),
  });
}

const never = 'new Promise(() => {})';
const delivered = "new Promise((resolve) => setTimeout(() => resolve(console.log('delivered')), 10))";
const stayUp = "setInterval(() => {}, 1000); console.log('ready');";

describe('flushAtEnd', () => {
  it.each([
    { name: 'delivers', flush: delivered, stdout: 'flush\ndelivered\n' },
    { name: 'does not wait for ever', flush: never, stdout: 'flush\n' },
    { name: 'bears a flush that fails', flush: "Promise.reject(new Error('lost'))", stdout: 'flush\n' },
  ])('$name when the loop runs dry, once', async ({ flush, stdout }) => {
    expect(await endingProcess(flush, 'process.exitCode = 6;')).toEqual({ code: 6, signal: null, stdout, stderr: '' });
  });

  it.each([
    { name: 'delivers', flush: delivered, stdout: 'ready\nflush\ndelivered\n' },
    { name: 'does not wait for ever', flush: never, stdout: 'ready\nflush\n' },
    { name: 'bears a flush that fails', flush: "Promise.reject(new Error('lost'))", stdout: 'ready\nflush\n' },
  ])('$name before the process dies of a signal', async ({ flush, stdout }) => {
    let isSent = false;
    const run = await endingProcess(flush, stayUp, (_text, kill) => {
      if (!isSent) kill('SIGTERM');
      isSent = true;
    });

    expect(run).toEqual({ code: null, signal: 'SIGTERM', stdout, stderr: '' });
  });

  it('is held up by no second signal', async () => {
    const slow = 'new Promise((resolve) => setTimeout(resolve, 60_000))';
    const run = await endingProcess(slow, stayUp, (_text, kill) => kill('SIGINT'));

    expect({ code: run.code, signal: run.signal }).toEqual({ code: null, signal: 'SIGINT' });
  });
});
