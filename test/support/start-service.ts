import { type AppOptions, type AppRun, get, type RawAnswer, startApp } from './run-app.ts';

/** A service that runs while a test asks it; `await using` ends it. */
export interface Service extends AsyncDisposable {
  readonly port: number;
  get(requestPath: string, headers?: Record<string, string | string[]>): Promise<RawAnswer>;
  kill(signal: NodeJS.Signals): void;
  /** Resolves when the process is gone. */
  readonly ended: Promise<AppRun>;
  /** Ends the service's standard input, at which it closes its servers, and waits until it is gone. */
  end(): Promise<AppRun>;
}

/** Starts a service that prints `{"port":…}` when it listens and ends with its standard input. */
export async function startService(options: Omit<AppOptions, 'onOutput'>): Promise<Service> {
  let listens: (port: number) => void = () => {};
  const listening = new Promise<number>((resolve) => {
    listens = resolve;
  });
  const app = startApp({
    ...options,
    onOutput: (text) => {
      const printed = /\{"port":(\d+)\}/.exec(text)?.[1];
      if (printed !== undefined) listens(Number(printed));
    },
  });
  const end = async (): Promise<AppRun> => {
    app.endInput();
    return app.ended;
  };
  const endedEarly = app.ended.then((run) => {
    throw new Error(`The service ended without a port. It said:\n${run.stdout}\n${run.stderr}`);
  });
  // Later its end is no error any more, and nobody waits for this promise.
  endedEarly.catch(() => {});
  const port = await Promise.race([listening, endedEarly]);
  return {
    port,
    get: (requestPath, headers) => get(port, requestPath, headers),
    kill: (signal) => app.kill(signal),
    ended: app.ended,
    end,
    [Symbol.asyncDispose]: async () => void (await end()),
  };
}
