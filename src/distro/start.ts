import { createRequire } from 'node:module';
import path from 'node:path';
import { diag, DiagLogLevel } from '@opentelemetry/api';
import type { Config } from '../config/config.ts';
import { describeConfig } from '../config/describe-config.ts';
import { createDiagnostics } from '../config/diagnostics.ts';
import { readEnvironment } from '../config/environment.ts';
import { isMainThread } from '../config/main-thread.ts';
import { readConfig, type Problem } from '../config/read-config.ts';
import type { StartOptions } from '../config/start-options.ts';
import { configureSpans } from '../spans/index.ts';
import { assemble } from './assemble.ts';
import type * as configFile from './config-file.ts';
import { watchEnd } from './end/watch-end.ts';
import { keepLogger } from './keep-logger.ts';
import { hookedModuleNames } from './import-in-the-middle.ts';
import { installModuleHooks } from './module-hooks.ts';
import { admitApiCopy } from './others/api-copies.ts';
import { apiVersionsAmong, loadedFiles } from './others/loaded-files.ts';
import { describeRunningTracer } from './others/running-tracer.ts';
import { createSetupReport } from './others/setup-report.ts';
import { outOfSupport } from './node-support.ts';
import { isPreambleDue, preamble } from './preamble.ts';
import { distroVersion } from './version.ts';
import { describeLoadedBefore } from './warnings/loaded-before.ts';
import { withoutSdkComplaints } from './without-sdk-complaints.ts';

/** What {@link start} gives: the running distribution. */
export interface Distribution {
  /** Delivers what has ended so far; resolves when it is sent or the shutdown time-out has passed. */
  forceFlush(): Promise<void>;
  /** Delivers what has ended so far and stops recording for good. */
  shutdown(): Promise<void>;
}

/** By then most applications have started; those that end sooner are not looked at. */
const BUNDLE_LOOK_DELAY_MILLIS = 2_000;

/** Kept on the process, so that two copies of this package, or two flags, start one SDK. */
const RUNNING = Symbol.for('otel-xray.running');
const processWide = globalThis as { [RUNNING]?: Distribution & { readonly copy?: string } };

/** Which copy of this package this is, for the user. */
const ownCopy = `${distroVersion} in "${path.dirname(import.meta.filename)}"`;

/**
 * Starts the distribution from code, where the preload flag cannot be given. Call it before the modules that
 * are to be traced are loaded. Where the distribution runs already, that one is returned and the options are
 * ignored with one warning.
 *
 * @param options win over environment variables, which win over defaults
 * @returns the running distribution; an inert one where `OTEL_SDK_DISABLED` or `AWS_XRAY_SDK_DISABLED` is true
 * @throws TypeError with one sentence for a wrong option
 *
 * @example
 * const { start } = require('otel-xray');
 * start({ serviceName: 'shop', sampling: { sampler: 'always_on' } });
 */
export function start(options: StartOptions = {}): Distribution {
  const running = processWide[RUNNING];
  if (running) {
    diag.warn('"start()" was called, but otel-xray runs already in this process; its options are ignored.');
    return running;
  }
  const { config, problems } = readSettings(options);
  const distribution = { ...(config.enabled ? startWith(config, problems, options) : inert), copy: ownCopy };
  processWide[RUNNING] = distribution;
  return distribution;
}

/** Reads options and environment, and the file that takes the environment's place, if one is named. */
function readSettings(options: StartOptions): ReturnType<typeof readConfig> {
  const environment = readEnvironment();
  if ((environment['OTEL_CONFIG_FILE']?.trim() ?? '') === '') return readConfig(environment, options);
  const { environmentOfFile } = createRequire(import.meta.filename)('./config-file.js') as typeof configFile;
  const file = environmentOfFile(environment);
  const { config, problems } = readConfig(file.environment, options);
  return { config, problems: [...file.problems, ...problems.map(file.rename)] };
}

/** Starts the distribution for the preload flag: once, and never with an exception. */
export function startFromEnvironment(): void {
  const running = processWide[RUNNING];
  if (running !== undefined) {
    if (running.copy !== ownCopy && isPreambleDue()) diag.warn(describeTwoCopies(running.copy));
    return;
  }
  try {
    start();
  } catch (error) {
    createDiagnostics({ level: 'error', format: 'text' }).error(
      `otel-xray could not start: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}. This process is not traced.`,
    );
  }
}

function describeTwoCopies(running = 'an older version'): string {
  return `Two copies of otel-xray are loaded into this process: ${running} traces, ${ownCopy} does nothing. Take one of them out.`;
}

function startWith(config: Config, problems: readonly Problem[], options: StartOptions): Distribution {
  const logger = createDiagnostics({ level: config.logLevel, format: config.logFormat });
  const files = loadedFiles();
  const other = describeRunningTracer(files);
  if (other !== undefined) {
    // Not by `diag`, which is the other tracer's: with its logger, or deaf to a newer copy of the API than its own.
    if (isMainThread) logger.warn(other);
    return inert;
  }

  const report = createSetupReport();
  diag.setLogger(
    withoutSdkComplaints(logger, () => report.addSdk()),
    {
      logLevel: DiagLogLevel.ALL,
      suppressOverrideMessage: true,
    },
  );
  // A thread has the environment of its process, which has said it already.
  if (isMainThread) for (const { level, message } of problems) diag[level](message);
  const warning = isPreambleDue() ? outOfSupport(process.versions.node) : undefined;
  if (warning !== undefined) diag.warn(warning);

  const assembly = keepLogger(() => assemble(config, options, report));
  configureSpans({ contextMissing: config.contextMissing });
  for (const version of apiVersionsAmong(files)) admitApiCopy(version);
  installModuleHooks((tracer) => report.addTracer(tracer));
  if (isMainThread) warnOfUntraced(files);
  if (config.exitFlush && config.shutdownTimeoutMillis > 0) watchEnd(assembly);
  if (isPreambleDue()) diag.info(preamble(describeConfig(config), assembly.serviceName));
  return { forceFlush: () => assembly.forceFlush(), shutdown: () => assembly.shutdown() };
}

/** Of what is not traced, because it was loaded too early or is not loaded as a module of its own. */
function warnOfUntraced(files: readonly string[]): void {
  const early = describeLoadedBefore(files, hookedModuleNames());
  if (early !== undefined) diag.warn(early);
  // After the application's first tick: reading a large file must not slow its start.
  setTimeout(() => {
    void import('./warnings/bundled-application.ts')
      .then(({ describeBundle }) => describeBundle(process.argv[1]))
      .then((bundle) => bundle !== undefined && diag.warn(bundle));
  }, BUNDLE_LOOK_DELAY_MILLIS).unref();
}

const inert: Distribution = {
  forceFlush: () => Promise.resolve(),
  shutdown: () => Promise.resolve(),
};
