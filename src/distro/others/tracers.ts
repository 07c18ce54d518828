/** Another tracer that may be in the same process. */
export interface Tracer {
  /** For the user. */
  readonly name: string;
  /** The package that is loaded where it runs. */
  readonly package: string;
  /** How else an application loads it. */
  readonly doors: readonly string[];
  /** Whether it traces as soon as it is loaded. */
  readonly isWhole: boolean;
  /** Whether it sets up an SDK and instrumentations of OpenTelemetry, of which nothing more need be said then. */
  readonly isSdk?: boolean;
  /** What the application should choose that loads it after us; absent where loading it alone means nothing. */
  readonly advice?: string;
}

const chooseOne = 'Both trace this process, and pay for it; start without one of them.';
const getsNothing = 'It gets no spans; start without one of them.';

/** What is recognised. */
export const tracers: readonly Tracer[] = [
  { name: 'Datadog', package: 'dd-trace', doors: ['init', 'init.js'], isWhole: true, advice: chooseOne },
  { name: 'New Relic', package: 'newrelic', doors: [], isWhole: true, advice: chooseOne },
  {
    name: 'ADOT',
    package: '@aws/aws-distro-opentelemetry-node-autoinstrumentation',
    doors: ['register'],
    isWhole: true,
    isSdk: true,
    advice: getsNothing,
  },
  { name: 'EDOT', package: '@elastic/opentelemetry-node', doors: [], isWhole: true, isSdk: true, advice: getsNothing },
  {
    name: "OpenTelemetry's auto-instrumentation",
    package: '@opentelemetry/auto-instrumentations-node',
    doors: ['register'],
    isWhole: false,
  },
  {
    name: 'Sentry',
    package: '@sentry/node',
    doors: ['init'],
    isWhole: false,
    advice:
      'To have it report errors beside otel-xray, give Sentry.init() no "tracesSampleRate" and, before version 11, "skipOpenTelemetrySetup: true".',
  },
  {
    name: 'The X-Ray SDK',
    package: 'aws-xray-sdk-core',
    doors: [],
    isWhole: false,
    advice: 'What both capture is in X-Ray twice; take its calls out, or start without otel-xray.',
  },
];

const loadedFile = new RegExp(
  `[\\\\/]node_modules[\\\\/](${tracers.map((tracer) => tracer.package.replace('/', '[\\\\/]')).join('|')})[\\\\/]`,
);

/** The tracer that a file belongs to. */
export function tracerOf(file: string): Tracer | undefined {
  const found = loadedFile.exec(file)?.[1]?.replace('\\', '/');
  return found === undefined ? undefined : tracers.find((tracer) => tracer.package === found);
}

/** By what an application loads them by, those of which it should be told. */
export const tracersToMeet: ReadonlyMap<string, Tracer> = new Map(
  tracers
    .filter(({ advice }) => advice !== undefined)
    .flatMap((tracer) => ['', ...tracer.doors].map((door) => [path(tracer.package, door), tracer] as const)),
);

function path(packageName: string, door: string): string {
  return door === '' ? packageName : `${packageName}/${door}`;
}

/** One sentence for an application that has just loaded another tracer. */
export function describeMeeting({ name, package: packageName, advice = '' }: Tracer): string {
  return `${name} ("${packageName}") was loaded into a process that otel-xray traces. ${advice}`;
}
