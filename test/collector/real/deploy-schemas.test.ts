import { spawnSync } from 'node:child_process';
import { appendFileSync, chmodSync, cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { fillTemplate } from '../../../src/cli/init/template-values.ts';
import { collectorResource, composeSchema, kustomize, validatorProgram } from '../../../scripts/validators/location.ts';
import { COLLECTOR_FOLDER, readConfiguration } from '../support/configurations.ts';
import { DEPLOY_FILES, DEPLOY_FOLDER, deployFile, readDeployText } from '../support/deploy-files.ts';
import { describeWithValidators } from '../support/describe-with-validators.ts';

const check = path.resolve(import.meta.dirname, '../../../scripts/validators/check.py');
const VALUES = {
  service: 'orders',
  region: 'eu-central-1',
  account: '999988887777',
  image: 'ghcr.io/team/shop@sha256:'.padEnd(25 + 64, 'a'),
  port: '8080',
  cluster: 'blue',
};

// Python starts slowly on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'otel-xray-schemas-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a validator; what it says belongs into the failure. */
function run(program: string, args: readonly string[]): { status: number | null; said: string } {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return { status, said: `${stdout}${stderr}${error === undefined ? '' : String(error)}` };
}

/** A changed copy of a deployment file. */
function variant(name: string, change: (text: string) => string): string {
  const file = path.join(folder, name.replaceAll('/', '-'));
  writeFileSync(file, change(readDeployText(name)));
  return file;
}

interface Checked {
  readonly files: readonly string[];
  readonly check: (files: readonly string[]) => ReturnType<typeof run>;
  /** A slip that must be found, so that the check is known to check. */
  readonly slip: readonly [from: string, to: string];
}

const python = (...args: readonly string[]): ReturnType<typeof run> =>
  run(validatorProgram('python'), [check, ...args]);

const CHECKS: Readonly<Record<string, Checked>> = {
  'the compose specification': {
    files: ['compose/compose.yaml'],
    check: (files) => python('compose', composeSchema, ...files),
    slip: ['depends_on:', 'dependson:'],
  },
  'the ECS API model': {
    files: DEPLOY_FILES.filter((name) => /^ecs\/(?:fargate|ec2)/.test(name)),
    check: (files) => python('ecs', ...files),
    slip: ['condition: SUCCESS', 'condition: SUCCEEDED'],
  },
  "CloudFormation's schemas": {
    files: ['ecs/cloudformation.yaml'],
    check: (files) => run(validatorProgram('cfn-lint'), ['--regions', 'us-east-1', '--', ...files]),
    slip: ['NetworkMode: awsvpc', 'NetworkMod: awsvpc'],
  },
  "Kubernetes' OpenAPI schemas": {
    files: ['eks/daemonset/daemonset.yaml', 'eks/gateway/gateway.yaml'],
    check: (files) => run(validatorProgram('kubernetes-validate'), ['--strict', '--quiet', ...files]),
    slip: ['readinessProbe:', 'readynessProbe:'],
  },
  "the operator's definition of its resource": {
    files: ['eks/sidecar/sidecar.yaml'],
    check: (files) => python('crd', collectorResource, ...files),
    slip: ['allowPrivilegeEscalation:', 'allowPrivilegesEscalation:'],
  },
  "IAM's lists of policies": {
    files: DEPLOY_FILES.filter((name) => name.endsWith('-policy.json')),
    check: (files) => python('iam', ...files),
    slip: ['xray:PutTraceSegments', 'xray:PutTraceSegment'],
  },
  "IAM's lists of trust policies": {
    files: DEPLOY_FILES.filter((name) => name.endsWith('-trust.json')),
    check: (files) => python('iam', ...files),
    slip: ['sts:AssumeRole', 'sts:TakeRole'],
  },
  shellcheck: {
    files: DEPLOY_FILES.filter((name) => name.endsWith('.sh')),
    check: (files) => run(validatorProgram('shellcheck'), files),
    slip: ['"$(dirname "${BASH_SOURCE[0]}")', '$(dirname ${BASH_SOURCE[0]})'],
  },
};

describeWithValidators.each(Object.entries(CHECKS))('%s', (_name, { files, check, slip }) => {
  test('hold for every file, as it is and filled in', () => {
    expect(files).not.toEqual([]);
    const filled = files.map((name) => variant(name, (text) => fillTemplate(text, VALUES)));
    expect(check([...files.map(deployFile), ...filled])).toMatchObject({ status: 0 });
  });

  test('find a slip', () => {
    const [from, to] = slip;
    const name = files.find((file) => readDeployText(file).includes(from)) ?? '';
    const { status, said } = check([variant(name, (text) => text.replace(from, to))]);
    expect(status).not.toBe(0);
    expect(said).toContain(path.basename(name));
  });
});

describeWithValidators.each([
  ['daemonset', 'durable.yaml'],
  ['gateway', 'gateway.yaml'],
])('kustomize, in eks/%s', (name, configuration) => {
  /** The folder as `otel-xray init eks` writes it. */
  const build = (more = ''): ReturnType<typeof run> => {
    const target = mkdtempSync(path.join(folder, `${name}-`));
    cpSync(path.join(DEPLOY_FOLDER, 'eks', name), target, { recursive: true });
    cpSync(path.join(COLLECTOR_FOLDER, configuration), path.join(target, 'collector.yaml'));
    appendFileSync(path.join(target, 'collector.yaml'), more);
    return run(kustomize, ['build', target]);
  };
  const nameOfMap = (said: string): string => /^kind: ConfigMap\nmetadata:\n {2}name: (\S+)$/m.exec(said)?.[1] ?? '';

  test("gives manifests that hold to Kubernetes' schemas, with the configuration in a map that pods mount", () => {
    const { status, said } = build();
    expect({ status, said: status === 0 ? '' : said }).toEqual({ status: 0, said: '' });
    const file = path.join(folder, `${name}-built.yaml`);
    writeFileSync(file, said);
    expect(run(validatorProgram('kubernetes-validate'), ['--strict', '--quiet', file])).toEqual({
      status: 0,
      said: '',
    });

    const objects = parseAllDocuments(said).map((document) => document.toJS() as Record<string, unknown>);
    const map = objects.find(({ kind }) => kind === 'ConfigMap') as { data: Record<string, string> };
    expect(parse(map.data['collector.yaml'] ?? '')).toEqual(readConfiguration(configuration));
    expect(nameOfMap(said)).toMatch(/^otel-xray-collector-[a-z0-9]{10}$/);
    expect(said).toMatch(new RegExp(`^ +- configMap:\n +name: ${nameOfMap(said)}$`, 'm'));
  });

  test('names the map anew when the configuration changes, so that pods are replaced', () => {
    expect(nameOfMap(build('# changed\n').said)).not.toBe(nameOfMap(build().said));
  });
});

const systemd = spawnSync('systemd-analyze', ['--version']).error === undefined;
describe.skipIf(!systemd)('systemd', () => {
  const unit = 'ec2/otel-xray-collector.service';
  /** The unit with a program that exists: the collector's package is not installed where tests run. */
  const verify = (change: (text: string) => string): ReturnType<typeof run> => {
    const program = path.join(folder, 'aws-otel-collector');
    writeFileSync(program, '');
    chmodSync(program, 0o755);
    const file = variant(unit, (text) =>
      change(text.replace('/opt/aws/aws-otel-collector/bin/aws-otel-collector', program)),
    );
    return run('systemd-analyze', ['verify', file]);
  };

  test('takes the unit without a complaint, and not one with a slip', () => {
    expect(verify((text) => text)).toEqual({ status: 0, said: '' });
    expect(verify((text) => text.replace('ProtectHome=true', 'ProtectHouse=true')).said).toContain('ProtectHouse');
  });
});
