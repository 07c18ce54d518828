import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { runInit } from '../../../src/cli/init/init-command.ts';
import { SETUPS } from '../../../src/cli/init/platforms.ts';

const collectorFolder = path.resolve(import.meta.dirname, '../../../collector');
let project: string;
beforeEach(() => {
  project = mkdtempSync(path.join(tmpdir(), 'otel-xray-init-'));
  writeFileSync(path.join(project, 'package.json'), '{"name":"@shop/Order_Service","version":"2.3.4"}');
});
afterEach(() => rmSync(project, { recursive: true, force: true }));

/** Runs the command in the project; with answers as in a terminal, without as in a script. */
async function init(args: string, environment: Record<string, string> = {}, answers?: readonly string[]) {
  const output = { stdout: '', stderr: '' };
  const stdin = new PassThrough();
  stdin.end(answers?.map((answer) => `${answer}\n`).join(''));
  const ending = await runInit(args.split(' '), {
    arguments: [],
    environment,
    stdout: { isTTY: answers !== undefined, write: (text: string) => (output.stdout += text) },
    stderr: { write: (text: string) => (output.stderr += text) },
    stdin: Object.assign(stdin, { isTTY: answers !== undefined }) as unknown as NodeJS.ReadStream,
    registerFile: '/nowhere/register.js',
    collectorFolder,
    workingDirectory: project,
  });
  return { code: 'code' in ending ? ending.code : undefined, ...output };
}

const files = (): string[] =>
  readdirSync(project, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(project, path.join(entry.parentPath, entry.name)))
    .filter((name) => name !== 'package.json')
    .toSorted();
const read = (name: string): string => readFileSync(path.join(project, name), 'utf8');

test('the files are filled in for the project: its name and version, the region of the environment', async () => {
  const { code, stdout, stderr } = await init('compose', { AWS_REGION: 'eu-central-1' });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(files()).toEqual(['collector.yaml', 'compose.yaml']);
  expect(parse(read('compose.yaml'))).toMatchObject({
    services: {
      'order-service': { image: 'order-service:2.3.4', environment: { OTEL_SERVICE_NAME: 'order-service' } },
      collector: { environment: { AWS_REGION: 'eu-central-1' } },
    },
  });
  expect(read('collector.yaml')).toContain('file_storage');
  expect(stdout).toContain('wrote compose.yaml\n');
  expect(stdout).toContain('docker compose up');
});

test('flags win over what the project says', async () => {
  await init('ecs --service shop --account 999988887777 --region eu-west-1 --port 8080 --config sidecar');
  const definition = read('deploy/ecs/fargate-sidecar.yaml');
  expect(definition).toContain('999988887777.dkr.ecr.eu-west-1.amazonaws.com/shop:2.3.4');
  expect(definition).toContain('containerPort: 8080');
  expect(read('deploy/ecs/collector.yaml')).not.toContain('file_storage');
  expect(JSON.parse(read('deploy/iam/execution-policy.json'))).toMatchObject({ Version: '2012-10-17' });
});

test('what nobody said stands as an example, and that is told', async () => {
  const { code, stderr } = await init('eks');
  expect(code).toBe(0);
  expect(stderr).toBe(
    'Examples stand where nothing was said: give --region (now us-east-1), --cluster (now my-cluster), or edit the files.\n',
  );
});

test('in a terminal it asks, and asks again for what cannot be', async () => {
  const { stdout } = await init('ec2', {}, ['nowhere', 'ap-south-1']);
  expect(stdout).toContain('AWS region [us-east-1]: ');
  expect(stdout).toContain('AWS region (expected a region such as eu-central-1) [us-east-1]: ');
  expect(read('deploy/ec2/collector.env')).toContain('AWS_REGION=ap-south-1');
});

test('at the end of the answers the defaults are taken, and with --yes nothing is asked', async () => {
  expect((await init('compose --dry-run', {}, [])).stdout).not.toContain(']: ');
  expect((await init('compose --yes', {}, ['x'])).stdout).not.toContain(']: ');
  expect((await init('ec2', {}, [])).stdout).toContain('AWS region [us-east-1]: ');
  expect(read('deploy/ec2/collector.env')).toContain('AWS_REGION=us-east-1');
});

describe('what is there already', () => {
  test('is never overwritten without --force, and then nothing else is written either', async () => {
    writeFileSync(path.join(project, 'compose.yaml'), 'mine');
    const { code, stderr } = await init('compose');
    expect(code).toBe(1);
    expect(stderr).toBe(
      '"compose.yaml" would be overwritten; expected new files, or --force, or another --out. Nothing was written.\n',
    );
    expect(files()).toEqual(['compose.yaml']);
    expect(read('compose.yaml')).toBe('mine');
  });

  test('is overwritten with --force', async () => {
    writeFileSync(path.join(project, 'compose.yaml'), 'mine');
    const { code, stdout } = await init('compose --force');
    expect(code).toBe(0);
    expect(stdout).toContain('overwrote compose.yaml\n');
    expect(read('compose.yaml')).toContain('services:');
  });

  test('is no obstacle where it is what would be written', async () => {
    await init('ecs');
    const { code, stdout } = await init('eks --kind gateway');
    expect(code).toBe(0);
    expect(stdout).toContain(`left ${path.normalize('deploy/iam/collector-policy.json')} as it is\n`);
  });
});

test('--dry-run writes nothing and says what it would do', async () => {
  const { code, stdout } = await init('eks --dry-run');
  expect(code).toBe(0);
  expect(files()).toEqual([]);
  expect(stdout).toContain('would write deploy/eks/daemonset/daemonset.yaml\n');
});

test('--out names another folder', async () => {
  const { stdout } = await init('ec2 --out infra/tracing');
  expect(files()).toContain('infra/tracing/ec2/install.sh');
  expect(stdout).toContain('cd infra/tracing\n');
  expect(statSync(path.join(project, 'infra/tracing/ec2/install.sh')).mode & 0o111).not.toBe(0);
});

test('a mistake is one sentence and code 2', async () => {
  expect(await init('lambda')).toEqual({
    code: 2,
    stdout: '',
    stderr:
      '"otel-xray init" got "lambda"; expected one of compose, ecs, eks, ec2. See "otel-xray --help". Nothing was written.\n',
  });
});

describe.each(
  Object.entries(SETUPS).flatMap(([platform, kinds]) => Object.keys(kinds).map((kind) => [platform, kind])),
)('init %s --kind %s', (platform, kind) => {
  test('every file that its commands name is written', async () => {
    const { code, stdout } = await init(`${platform} --kind ${kind} --out .`);
    expect(code).toBe(0);
    const named = [...stdout.matchAll(/(?:file:\/\/|\.\/|-f |--patch-file |--template-file )([\w/.-]+)/g)];
    for (const [, name = ''] of named) expect(files()).toContain(name);
    for (const [, folder = ''] of stdout.matchAll(/-k ([\w/.-]+)/g)) {
      const kustomization = parse(read(`${folder}/kustomization.yaml`)) as {
        resources: string[];
        configMapGenerator: { files: string[] }[];
      };
      const used = [...kustomization.resources, ...kustomization.configMapGenerator.flatMap((map) => map.files)];
      for (const name of used) expect(files()).toContain(`${folder}/${name}`);
    }
  });
});
