import { spawn } from 'node:child_process';
import http from 'node:http';
import path from 'node:path';
import type { Exchange, Picture } from './picture.ts';
import { readPicture } from './picture.ts';
import { headerForms, lastRequest, newCaller, scenarios, type Scenario } from './scenarios.ts';
import type { Sink } from './sinks/sink.ts';
import { startAws } from './stand-ins/aws.ts';
import { findRefusedUrl, startWeb, type WebStandIn } from './stand-ins/web.ts';
import { applicationOf, type ModuleFormat, type Subject } from './subjects.ts';

/** What a run needs besides the subject. */
export interface Surroundings {
  readonly sink: Sink;
  readonly databaseUrl: string;
}

const START_TIMEOUT_MILLIS = 60_000;
const END_TIMEOUT_MILLIS = 8000;
/** What is sent at once has left by then, what waits for a batch has not. */
const BEFORE_END_MILLIS = 50;
/** Longer than any batch waits: the SDK's 200 ms and the collector's second. */
const QUIET_MILLIS = 2500;

/** Runs the service under a subject, asks it everything, ends it, and reads what reached X-Ray. */
export async function runSubject(
  subject: Subject,
  format: ModuleFormat,
  { sink, databaseUrl }: Surroundings,
): Promise<Picture> {
  await using web = await startWeb();
  await using aws = await startAws();
  const service = await startService(subject, format, {
    ...subject.env(sink.env),
    WEB_URL: web.url,
    AWS_URL: aws.url,
    REFUSED_URL: await findRefusedUrl(),
    DATABASE_URL: databaseUrl,
  });
  const exchanges = new Map<string, Exchange>();
  let endedBySignal = false;
  try {
    for (const scenario of scenarios) exchanges.set(scenario.path, await ask(service.port, web, scenario));
    for (const [form, toHeaders] of Object.entries(headerForms)) {
      const caller = newCaller();
      const scenario = { path: `/headers/${form}`, headers: toHeaders(caller) };
      exchanges.set(scenario.path, await ask(service.port, web, scenario, caller));
    }
    await whenQuiet(sink);
    await ask(service.port, web, { path: lastRequest });
    await new Promise((resolve) => setTimeout(resolve, BEFORE_END_MILLIS));
    endedBySignal = await service.terminate();
    await whenQuiet(sink);
  } finally {
    service.kill();
  }
  return readPicture({ documents: [...sink.documents()], exchanges, aws, endedBySignal });
}

interface Service {
  readonly port: number;
  /** SIGTERM; whether that ended the process in time. */
  terminate(): Promise<boolean>;
  kill(): void;
}

async function startService(subject: Subject, format: ModuleFormat, env: Record<string, string>): Promise<Service> {
  const { script, code } = applicationOf(subject, format);
  const child = spawn(process.execPath, [...subject.flags[format], script], {
    cwd: path.dirname(script),
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: '/nonexistent',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_SDK_JS_SUPPRESS_MAINTENANCE_MODE_MESSAGE: '1',
      NODE_ENV: 'production',
      // As npm start would set them.
      npm_package_name: 'shop',
      npm_package_version: '1.2.3',
      SCORE_CODE: code,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const killWithUs = (): void => void child.kill('SIGKILL');
  process.once('exit', killWithUs);
  let output = '';
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  const ended = new Promise<void>((resolve) =>
    child.once('close', () => {
      process.removeListener('exit', killWithUs);
      resolve();
    }),
  );
  const port = await new Promise<number>((resolve, reject) => {
    const fail = (): void =>
      reject(new Error(`"${subject.name}" did not start the service (${format}):\n${output}${errors}`));
    const timer = setTimeout(fail, START_TIMEOUT_MILLIS);
    child.once('error', reject).once('close', fail);
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      const found = /\{"port":(\d+)\}/.exec(output)?.[1];
      if (found === undefined) return;
      clearTimeout(timer);
      resolve(Number(found));
    });
  });
  return {
    port,
    async terminate() {
      child.kill('SIGTERM');
      let timer: NodeJS.Timeout | undefined;
      const timeout = new Promise<false>((resolve) => {
        timer = setTimeout(resolve, END_TIMEOUT_MILLIS, false);
      });
      const isEnded = await Promise.race([ended.then(() => true), timeout]);
      clearTimeout(timer);
      return isEnded;
    },
    kill: killWithUs,
  };
}

/** One request by a caller that is not traced, on a connection of its own. */
async function ask(port: number, web: WebStandIn, scenario: Scenario, caller = newCaller()): Promise<Exchange> {
  const before = web.traceHeaders.length;
  const traceHeader = await new Promise<string | undefined>((resolve, reject) => {
    const url = `http://127.0.0.1:${port}${scenario.path}${scenario.query ?? ''}`;
    const request = http.get(url, { headers: scenario.headers ?? {}, agent: false }, (answer) => {
      const { 'x-amzn-trace-id': header } = answer.headers;
      answer.resume().on('end', () => resolve(typeof header === 'string' ? header : undefined));
    });
    request.on('error', reject);
  });
  return { caller, traceHeader, passedOn: web.traceHeaders.slice(before) };
}

/** Resolves when no document has arrived for a while. */
async function whenQuiet(sink: Sink): Promise<void> {
  for (let seen = -1; seen !== sink.documents().length;) {
    seen = sink.documents().length;
    await new Promise((resolve) => setTimeout(resolve, QUIET_MILLIS));
  }
}
