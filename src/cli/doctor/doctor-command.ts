import { readConfig } from '../../config/read-config.ts';
import { quoteValue } from '../../config/printable.ts';
import type { CliContext, CliEnding } from '../cli-context.ts';
import { createStyle, type Style } from '../terminal/style.ts';
import { toSafeText } from '../terminal/safe-text.ts';
import { detectTerminal } from '../terminal/terminal-capabilities.ts';
import { checkCollectorPort, checkOtlp } from './check-collector.ts';
import { checkModules } from './check-modules.ts';
import { checkConfig, checkNode, checkPreload, checkRegion } from './check-process.ts';
import { checkSampling } from './check-sampling.ts';
import { type Finding, type Outcome, skipped } from './finding.ts';
import { readProject } from './project.ts';

/**
 * `otel-xray doctor`: says of the set-up of this folder and environment what keeps traces from X-Ray, one line for each
 * check, with its remedy. Ends with 1 when there is a failure.
 */
export async function runDoctor(args: readonly string[], context: CliContext): Promise<CliEnding> {
  const unknown = args.find((arg) => arg !== '--json');
  if (unknown !== undefined) {
    context.stderr.write(`"otel-xray doctor" got ${quoteValue(unknown)}; expected only --json. Nothing was checked.\n`);
    return { code: 2 };
  }
  const findings = await examine(context);
  if (args.includes('--json')) context.stdout.write(`${JSON.stringify(findings, null, 2)}\n`);
  else {
    const style = createStyle(detectTerminal(context.stdout, context.environment).color);
    for (const finding of findings) context.stdout.write(`${describeFinding(finding, style)}\n`);
  }
  return { code: findings.some(({ status }) => status === 'failure') ? 1 : 0 };
}

/** Runs every check, those that wait for others at once. */
async function examine(context: CliContext): Promise<readonly Finding[]> {
  const { environment, workingDirectory: folder, registerFile } = context;
  const { config, problems } = readConfig(environment);
  const project = readProject(folder);
  const surroundings = { config, project, folder, environment, registerFile };
  const [preload, modules, collector, sampling] = await Promise.all([
    checkPreload(surroundings),
    checkModules(surroundings),
    examineCollector(config.exporter),
    checkSampling(config.sampling),
  ]);
  const outcomes: Readonly<Record<string, Outcome>> = {
    node: checkNode(process.versions.node),
    configuration: checkConfig(problems),
    preload,
    modules,
    'collector-port': collector.port,
    otlp: collector.otlp,
    'test-trace': collector.trace,
    'sampling-proxy': sampling.proxy,
    clock: sampling.clock,
    region: checkRegion(environment),
  };
  return Object.entries(outcomes).map(([check, outcome]) => ({ check, ...outcome }));
}

async function examineCollector(
  config: Parameters<typeof checkOtlp>[0],
): Promise<{ readonly port: Outcome; readonly otlp: Outcome; readonly trace: Outcome }> {
  if (!config.kinds.includes('otlp')) {
    const why = skipped('OTEL_TRACES_EXPORTER sends nothing by OTLP.');
    return { port: why, otlp: why, trace: why };
  }
  const port = await checkCollectorPort(config);
  if (port.status === 'ok') return { port, ...(await checkOtlp(config)) };
  return { port, otlp: skipped('Nobody to ask.'), trace: skipped('Nobody to send to.') };
}

function describeFinding({ check, status, message, remedy }: Finding, style: Style): string {
  const looks: Readonly<Record<Finding['status'], string>> = {
    ok: style.green('✓'),
    warning: style.yellow('▲'),
    failure: style.red('✖'),
    skipped: style.dim('–'),
  };
  const text = remedy === undefined ? message : `${message} ${remedy}`;
  return `${looks[status]} ${check.padEnd(15)}${toSafeText(text)}`;
}
