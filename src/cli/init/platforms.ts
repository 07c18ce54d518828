/** Where a collector can be set up. */
export type Platform = 'compose' | 'ecs' | 'eks' | 'ec2';

/** One file to write: from where in the package's `collector` folder, to where below the target folder. */
export interface TemplateFile {
  readonly from: string;
  readonly to: string;
}

/** One way to set a collector up on a platform. */
export interface Setup {
  readonly about: string;
  readonly files: readonly TemplateFile[];
  /** Where the collector's configuration goes, and which it is where that is not a choice; absent when it is inside of a file. */
  readonly configuration?: { readonly to: string; readonly fixed?: string };
  /** What to run afterwards, in the target folder; filled like a template. */
  readonly commands: readonly string[];
}

/** The folder of a platform's files unless told otherwise, below the project's. */
export const DEFAULT_FOLDERS: Readonly<Record<Platform, string>> = {
  compose: '.',
  ecs: 'deploy',
  eks: 'deploy',
  ec2: 'deploy',
};

const same = (...names: readonly string[]): TemplateFile[] =>
  names.map((name) => ({ from: `deploy/${name}`, to: name }));

const IAM_README = same('iam/README.md');
const ECS_ROLES = [
  ...same('iam/ecs-trust.json', 'iam/execution-policy.json', 'iam/collector-policy.json'),
  ...IAM_README,
];
const EKS_ROLES = [
  ...same(
    'eks/pod-identity.sh',
    'eks/irsa.sh',
    'iam/pod-identity-trust.json',
    'iam/irsa-trust.json',
    'iam/collector-policy.json',
  ),
  ...IAM_README,
];

const role = (name: string, policyName: string, policy: string): string[] => [
  `aws iam create-role --role-name ${name} --assume-role-policy-document file://iam/ecs-trust.json`,
  `aws iam put-role-policy --role-name ${name} --policy-name ${policyName} --policy-document file://iam/${policy}`,
];
const ECS_COMMANDS = [
  ...role('my-app-execution', 'start-task', 'execution-policy.json'),
  ...role('my-app-task', 'collector', 'collector-policy.json'),
  'aws logs create-log-group --region us-east-1 --log-group-name /ecs/my-app',
  'aws ssm put-parameter --region us-east-1 --name /my-app/collector --type String --overwrite --value file://ecs/collector.yaml',
];
const register = (file: string): string =>
  `aws ecs register-task-definition --region us-east-1 --cli-input-yaml file://ecs/${file}`;
const ecs = (about: string, file: string, last: string): Setup => ({
  about,
  files: [...same(`ecs/${file}`), ...ECS_ROLES],
  configuration: { to: 'ecs/collector.yaml' },
  commands: [...ECS_COMMANDS, register(file), last],
});

const UPDATE_SERVICE =
  'aws ecs update-service --region us-east-1 --cluster default --service my-app --task-definition my-app';

/** Every setup by platform and kind; the first of a platform is its default. */
export const SETUPS: Readonly<Record<Platform, Readonly<Record<string, Setup>>>> = {
  compose: {
    compose: {
      about: 'the application and its collector',
      files: [{ from: 'deploy/compose/compose.yaml', to: 'compose.yaml' }],
      configuration: { to: 'collector.yaml' },
      commands: ['eval "$(aws configure export-credentials --format env)"', 'docker compose up --build'],
    },
  },
  ecs: {
    fargate: ecs('a collector in each task, on Fargate', 'fargate-sidecar.yaml', UPDATE_SERVICE),
    'ec2-sidecar': ecs('a collector in each task, on EC2', 'ec2-sidecar.yaml', UPDATE_SERVICE),
    'ec2-daemon': ecs(
      'one collector on each EC2 instance',
      'ec2-daemon.yaml',
      'aws ecs create-service --region us-east-1 --cluster default --service-name otel-xray-collector --task-definition otel-xray-collector --scheduling-strategy DAEMON --launch-type EC2',
    ),
    cloudformation: {
      about: 'a service on Fargate with its roles, as a stack of CloudFormation',
      files: same('ecs/cloudformation.yaml'),
      commands: [
        'aws cloudformation deploy --region us-east-1 --stack-name my-app --template-file ecs/cloudformation.yaml --capabilities CAPABILITY_IAM --parameter-overrides VpcId=YOUR-VPC SubnetIds=YOUR-SUBNETS',
      ],
    },
  },
  eks: {
    daemonset: {
      about: 'one collector on each node',
      files: [...same('eks/daemonset/kustomization.yaml', 'eks/daemonset/daemonset.yaml'), ...EKS_ROLES],
      configuration: { to: 'eks/daemonset/collector.yaml' },
      commands: [
        'kubectl apply -k eks/daemonset',
        'kubectl label namespace default otel-xray.io/traced=true',
        './eks/pod-identity.sh',
        'kubectl rollout restart daemonset/otel-xray-collector --namespace otel-xray',
      ],
    },
    gateway: {
      about: 'some collectors for the whole cluster behind one address',
      files: [...same('eks/gateway/kustomization.yaml', 'eks/gateway/gateway.yaml'), ...EKS_ROLES],
      configuration: { to: 'eks/gateway/collector.yaml', fixed: 'gateway' },
      commands: [
        'kubectl apply -k eks/gateway',
        'kubectl label namespace default otel-xray.io/traced=true',
        './eks/pod-identity.sh',
        'kubectl rollout restart deployment/otel-xray-collector --namespace otel-xray',
      ],
    },
    sidecar: {
      about: 'a collector in each pod, by the OpenTelemetry operator',
      files: [...same('eks/sidecar/sidecar.yaml', 'eks/sidecar/patch.yaml'), ...EKS_ROLES],
      commands: [
        './eks/pod-identity.sh default my-app',
        'kubectl apply -f eks/sidecar/sidecar.yaml',
        'kubectl patch deployment my-app --patch-file eks/sidecar/patch.yaml',
      ],
    },
  },
  ec2: {
    systemd: {
      about: 'a collector for the services of one instance, under systemd',
      files: [
        ...same(
          'ec2/otel-xray-collector.service',
          'ec2/collector.env',
          'ec2/install.sh',
          'iam/ec2-trust.json',
          'iam/collector-policy.json',
        ),
        ...IAM_README,
      ],
      configuration: { to: 'ec2/collector.yaml' },
      commands: ['sudo ./ec2/install.sh'],
    },
  },
};
