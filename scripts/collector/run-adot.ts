/**
 * Builds the full ADOT collector from its Go module, with the replacements that its go.mod has, and runs every
 * configuration of collector/ through it: validated, then started until it takes spans. By hand, for it takes long and
 * downloads much: `npm run collector:adot`. What came of it belongs into collector/README.md.
 */
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const ADOT = 'github.com/aws-observability/aws-otel-collector@v0.49.0';
const START_TIMEOUT_MILLIS = 30_000;
const GRPC_PORT = 4317;

const root = path.resolve(import.meta.dirname, '../..');
const folder = path.join(root, '.cache/adot', ADOT.split('@')[1] ?? '');
const binary = path.join(folder, 'aoc');

const obstacle = existsSync(binary) ? undefined : build();
if (obstacle === undefined) await runAll();
else console.log(`${obstacle} No configuration was run.`);
process.exitCode ??= 1;

async function runAll(): Promise<void> {
  const queue = mkdtempSync(path.join(tmpdir(), 'otel-xray-adot-'));
  const names = readdirSync(path.join(root, 'collector')).filter(
    (name) => name.endsWith('.yaml') && name !== 'builder-config.yaml',
  );
  let failed = 0;
  for (const name of names) {
    const problem = await run(path.join(root, 'collector', name), queue);
    console.log(`${name}: ${problem ?? 'valid, and takes connections'}`);
    if (problem !== undefined) failed += 1;
  }
  rmSync(queue, { recursive: true, force: true });
  console.log(
    `${names.length - failed} of ${names.length} configurations run in ${ADOT}, ${new Date().toISOString().slice(0, 10)}.`,
  );
  process.exitCode = failed === 0 ? 0 : 1;
}

/** One sentence on why ADOT could not be built; undefined where it was. */
function build(): string | undefined {
  const download = spawnSync('go', ['mod', 'download', '-json', ADOT], { cwd: root, encoding: 'utf8' });
  const { Dir, Error: reason } = JSON.parse(download.stdout || '{}') as { Dir?: string; Error?: string };
  if (Dir === undefined) return `"${ADOT}" could not be downloaded: ${(reason ?? download.stderr).trim()}.`;
  const source = path.join(folder, 'source');
  rmSync(source, { recursive: true, force: true });
  mkdirSync(source, { recursive: true });
  cpSync(Dir, source, { recursive: true });
  // The module cache is read-only, and so is its copy.
  spawnSync('chmod', ['-R', 'u+w', source]);
  const { status } = spawnSync('go', ['build', '-trimpath', '-ldflags', '-s -w', '-o', binary, './cmd/awscollector'], {
    cwd: source,
    env: { ...process.env, CGO_ENABLED: '0', GOWORK: 'off', GOFLAGS: '-buildvcs=false' },
    stdio: 'inherit',
  });
  return status === 0 ? undefined : 'ADOT was not built; what Go said stands above.';
}

/** What is wrong with a configuration; undefined where it is valid and comes to take connections. */
async function run(config: string, queue: string): Promise<string | undefined> {
  const env = {
    HOME: queue,
    PATH: process.env['PATH'],
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_EC2_METADATA_DISABLED: 'true',
    OTELCOL_QUEUE_DIR: path.join(queue, path.basename(config)),
  };
  const validation = spawnSync(binary, ['validate', `--config=${config}`], { env, encoding: 'utf8' });
  if (validation.status !== 0) return `not valid: ${validation.stderr.trim()}`;
  const child = spawn(binary, [`--config=${config}`], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    log += text;
  });
  const ended = new Promise((resolve) => {
    child.once('close', resolve);
  });
  try {
    for (
      const until = Date.now() + START_TIMEOUT_MILLIS;
      child.exitCode === null && Date.now() < until;
      await sleep(200)
    )
      if (await isOpen(GRPC_PORT)) return undefined;
    return `did not start: ${log.trim().split('\n').at(-1) ?? ''}`;
  } finally {
    child.kill('SIGTERM');
    await ended;
  }
}

async function isOpen(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    return await new Promise((resolve) => {
      socket.once('connect', () => resolve(true));
      socket.once('error', () => resolve(false));
    });
  } finally {
    socket.destroy();
  }
}
