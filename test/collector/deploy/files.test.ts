import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { readConfiguration } from '../support/configurations.ts';
import {
  DEPLOY_FILES,
  DEPLOY_FOLDER,
  type KubernetesObject,
  readDeployText,
  readDeployYaml,
  readManifest,
} from '../support/deploy-files.ts';

const ADOT = 'public.ecr.aws/aws-observability/aws-otel-collector:v0.49.0';

interface Container {
  readonly name: string;
  readonly image: string;
  readonly command?: readonly string[];
  readonly healthCheck?: unknown;
  readonly dependsOn?: readonly { readonly containerName: string; readonly condition: string }[];
  readonly stopTimeout?: number;
  readonly environment?: readonly { readonly name: string; readonly value: string }[];
}

const TASKS = ['fargate-sidecar', 'ec2-sidecar', 'ec2-daemon'].map((name) => {
  const { containerDefinitions } = readDeployYaml(`ecs/${name}.yaml`) as { containerDefinitions: readonly Container[] };
  return { name, containers: containerDefinitions };
});
const containerOf = (containers: readonly Container[], name: string): Container | undefined =>
  containers.find((container) => container.name === name);

test('every image has a tag that stays, and the collector is the one that the configurations are made for', () => {
  const images = DEPLOY_FILES.flatMap((name) => [
    ...readDeployText(name).matchAll(/^\s*(?:- )?[Ii]mage: (\S+)$/gm),
  ]).map(([, image]) => image ?? '');
  expect(images.length).toBeGreaterThan(8);
  for (const image of images.filter((image) => !image.startsWith('!'))) expect(image).toMatch(/:v?\d+\.\d+\.\d+$/);
  expect(new Set(images.filter((image) => image.includes('otel-collector')))).toEqual(new Set([ADOT]));
  expect(readDeployText('ec2/install.sh')).toContain('version=v0.49.0\n');
});

test('each file says what was run and what could not be', () => {
  const said = DEPLOY_FILES.filter((name) =>
    /\.(?:sh|service)$|^(?:compose|ecs)\/|(?:daemonset|gateway|sidecar)\.yaml$/.test(name),
  );
  expect(said).toHaveLength(12);
  for (const name of said)
    expect(readDeployText(name), name).toMatch(/not (?:run|registered|deployed|applied|started)/i);
  expect(readDeployText('iam/README.md')).toContain('no AWS account was used');
});

describe.each(TASKS)('ECS: $name', ({ name, containers }) => {
  test('the health of the collector is asked the one way that its image has', () => {
    expect(containerOf(containers, 'collector')?.healthCheck).toMatchObject({ command: ['CMD', '/healthcheck'] });
  });

  test('everybody waits for whom he needs, and is given time to end', () => {
    const collector = containerOf(containers, 'collector');
    expect(collector?.dependsOn).toEqual([{ containerName: 'queue-owner', condition: 'SUCCESS' }]);
    expect(collector?.stopTimeout).toBe(30);
    const application = containerOf(containers, 'my-app');
    expect(application === undefined).toBe(name === 'ec2-daemon');
    if (application === undefined) return;
    expect(application.stopTimeout).toBe(30);
    expect(application.dependsOn).toEqual([
      { containerName: 'collector', condition: 'HEALTHY' },
      { containerName: 'pause-before-collector-stops', condition: 'START' },
    ]);
    expect(containerOf(containers, 'pause-before-collector-stops')?.dependsOn).toEqual([
      { containerName: 'collector', condition: 'START' },
    ]);
  });

  test('nobody outside of the task or the instance reaches the collector', () => {
    const { environment = [] } = containerOf(containers, 'collector') ?? {};
    for (const { name, value } of environment) {
      if (name.endsWith('_ENDPOINT')) expect(value).toMatch(/^(?:127\.0\.0\.1|172\.17\.0\.1):/);
    }
  });
});

test('the pause before the collector stops waits when it is told to end, and not before', async () => {
  const [, , script = ''] = containerOf(TASKS[0]?.containers ?? [], 'pause-before-collector-stops')?.command ?? [];
  const folder = mkdtempSync(path.join(tmpdir(), 'otel-xray-pause-'));
  // Says how long it was to wait, and waits a moment; the long waits are real.
  writeFileSync(path.join(folder, 'sleep'), '#!/bin/sh\necho "sleep $1"\n[ "$1" = 10 ] || exec /bin/sleep "$1"\n');
  chmodSync(path.join(folder, 'sleep'), 0o755);
  const child = spawn('sh', ['-c', script], { env: { PATH: `${folder}:/usr/bin:/bin` }, detached: true });
  let said = '';
  await new Promise<void>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes('sleep 3600')) resolve();
    });
  });
  const ended = new Promise((resolve) => {
    child.once('exit', resolve);
  });
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
  // The hour that it had begun.
  process.kill(-(child.pid ?? 0), 'SIGKILL');
  expect(said).toBe('sleep 3600\nsleep 10\n');
  rmSync(folder, { recursive: true });
});

describe('a configuration inside of another file is the one of its own file', () => {
  test('durable.yaml in CloudFormation', () => {
    const { Resources } = readDeployYaml('ecs/cloudformation.yaml') as {
      Resources: { CollectorConfiguration: { Properties: { Value: string } } };
    };
    expect(parse(Resources.CollectorConfiguration.Properties.Value)).toEqual(readConfiguration('durable.yaml'));
  });

  test('sidecar.yaml in the resource of the operator', () => {
    const [resource] = readManifest('eks/sidecar/sidecar.yaml');
    expect(resource?.spec?.['config']).toEqual(readConfiguration('sidecar.yaml'));
  });
});

test('CloudFormation makes the task that fargate-sidecar.yaml describes, with the roles of iam/', () => {
  const { Resources } = readDeployYaml('ecs/cloudformation.yaml') as {
    Resources: Record<string, { Properties: Record<string, unknown> }>;
  };
  const upperCased = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(upperCased);
    if (typeof value !== 'object' || value === null) return value;
    const isFree = 'awslogs-group' in value;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [
        isFree ? key : `${key.charAt(0).toUpperCase()}${key.slice(1)}`,
        upperCased(inner),
      ]),
    );
  };
  const withoutNames = (containers: unknown): unknown =>
    JSON.parse(
      JSON.stringify(containers, (key, value: unknown) =>
        /^(?:Image|Value|ValueFrom|awslogs-.*|Environment|ContainerPort)$/.test(key) ? undefined : value,
      ).replaceAll('"my-app"', '"ServiceName"'),
    );
  expect(withoutNames(Resources['TaskDefinition']?.Properties['ContainerDefinitions'])).toEqual(
    withoutNames(upperCased(TASKS[0]?.containers)),
  );
  const text = readDeployText('ecs/cloudformation.yaml');
  for (const policy of ['collector-policy.json', 'execution-policy.json', 'other-account-policy.json']) {
    for (const action of actionsIn(policy)) expect(text).toContain(action);
  }
});

function actionsIn(policy: string): string[] {
  const { Statement } = JSON.parse(readDeployText(`iam/${policy}`)) as { Statement: { Action: string[] }[] };
  return Statement.flatMap(({ Action }) => Action);
}

test('each action of a policy is explained, and nothing else is', () => {
  const policies = DEPLOY_FILES.filter((name) => name.endsWith('-policy.json')).map((name) => path.basename(name));
  const explained = [...readDeployText('iam/README.md').matchAll(/^\| `([a-z0-9]+:\w+)` \| ([^|]+) \|/gm)].flatMap(
    ([, action, list]) => (list ?? '').split(', ').map((policy) => `${policy.trim()}.json ${action}`),
  );
  const granted = policies.flatMap((policy) => actionsIn(policy).map((action) => `${policy} ${action}`));
  expect(explained.toSorted()).toEqual(granted.toSorted());
});

describe.each(['daemonset', 'gateway'])('EKS: %s', (name) => {
  const objects = readManifest(`eks/${name}/${name}.yaml`);
  const specOf = (...kinds: readonly string[]): NonNullable<KubernetesObject['spec']> =>
    objects.find(({ kind }) => kinds.includes(kind))?.spec ?? {};

  test('only namespaces that are named reach the collector, its sampling proxy above all', () => {
    const { ingress } = specOf('NetworkPolicy') as unknown as {
      ingress: { from: { namespaceSelector: { matchLabels: object } }[]; ports: { port: number }[] }[];
    };
    const proxy = ingress.filter(({ ports }) => ports.some(({ port }) => port === 2000));
    expect(proxy).toHaveLength(1);
    for (const { from } of ingress) {
      expect(from).not.toEqual([]);
      for (const { namespaceSelector } of from) expect(Object.keys(namespaceSelector.matchLabels)).not.toEqual([]);
    }
  });

  test('everything that the collector needs is in the manifest, and its names fit', () => {
    const kinds = objects.map(({ kind }) => kind);
    expect(kinds).toEqual(
      expect.arrayContaining(
        name === 'gateway'
          ? [
              'Deployment',
              'HorizontalPodAutoscaler',
              'PodDisruptionBudget',
              'NetworkPolicy',
              'Service',
              'ServiceAccount',
            ]
          : ['DaemonSet', 'NetworkPolicy', 'Service', 'ServiceAccount'],
      ),
    );
    const { template } = specOf('Deployment', 'DaemonSet') as unknown as {
      template: { metadata: { labels: object } };
    };
    expect(specOf('Service')['selector']).toEqual(template.metadata.labels);
  });
});

describe('scripts of EKS, with stand-ins for the command lines of AWS and Kubernetes', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'otel-xray-eks-'));
    cpSync(path.join(DEPLOY_FOLDER, 'eks'), path.join(folder, 'eks'), { recursive: true });
    cpSync(path.join(DEPLOY_FOLDER, 'iam'), path.join(folder, 'iam'), { recursive: true });
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** Runs a script; the stand-ins write down how they were called, and what is not there fails. */
  function run(script: string, there: RegExp): readonly string[] {
    const calls = path.join(folder, 'calls');
    for (const name of ['aws', 'kubectl']) {
      const file = path.join(folder, name);
      writeFileSync(
        file,
        `#!/bin/sh
echo "${name} $*" >> ${calls}
case "$*" in
  *get-role*--query*) echo arn:aws:iam::111122223333:role/otel-xray-collector ;;
  *list-pod-identity-associations*) echo ${there.test('association') ? 'a-1' : 'None'} ;;
  *get-caller-identity*) echo 111122223333 ;;
  *describe-cluster*) echo https://oidc.eks.us-east-1.amazonaws.com/id/ABC ;;
  *get-role*) exit ${there.test('role') ? 0 : 1} ;;
  *describe-addon*) exit ${there.test('addon') ? 0 : 1} ;;
esac
`,
      );
      chmodSync(file, 0o755);
    }
    const { status, stderr } = spawnSync(path.join(folder, 'eks', script), [], {
      encoding: 'utf8',
      env: { PATH: `${folder}:${process.env['PATH']}` },
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    return readFileSync(calls, 'utf8').trim().split('\n');
  }

  test('Pod Identity is set up once, and a second run changes only the policy', () => {
    const first = run('pod-identity.sh', /none/).join('\n');
    for (const command of ['create-addon', 'create-role', 'put-role-policy', 'create-pod-identity-association'])
      expect(first).toContain(command);
    for (const [, file = ''] of first.matchAll(/file:\/\/(\S+)/g)) expect(existsSync(file)).toBe(true);
    rmSync(path.join(folder, 'calls'));
    const second = run('pod-identity.sh', /role|addon|association/).join('\n');
    expect(second).toContain('put-role-policy');
    expect(second).not.toMatch(/create-/);
  });

  test('IRSA trusts one service account of one cluster, and annotates it', () => {
    const calls = run('irsa.sh', /none/).join('\n');
    expect(calls).toContain('arn:aws:iam::111122223333:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/ABC');
    expect(calls).toContain('"oidc.eks.us-east-1.amazonaws.com/id/ABC:aud": "sts.amazonaws.com"');
    expect(calls).toContain('system:serviceaccount:otel-xray:otel-xray-collector');
    expect(calls).toContain('kubectl annotate serviceaccount otel-xray-collector --namespace otel-xray');
    expect(calls).not.toMatch(/PROVIDER|ACCOUNT|NAMESPACE/);
  });
});
