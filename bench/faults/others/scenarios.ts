/** Programs of Node's own that start services: the tracer should trace what they start, and leave them alone. */
export type Tool = 'npm' | 'tsx' | 'jest';

/** What else is in the process of a traced service. */
export interface Scenario {
  /** For the table. */
  readonly title: string;
  /** The way of `app.cjs`. */
  readonly way: string;
  /** Whether the spans that the application makes are counted, or those of its requests. */
  readonly counts: 'own spans' | 'server spans';
  /** What starts the service, with the tracer in `NODE_OPTIONS`; absent where the flags of the tracer do. */
  readonly startedBy?: Tool;
}

/** What the others are compared with. */
export const plain: Scenario = { title: 'nothing else', way: 'nothing', counts: 'server spans' };

/** In the order of the table's rows. */
export const scenarios: readonly Scenario[] = [
  plain,
  ...['1.4', '1.9', '1.10'].map((version): Scenario => {
    return {
      title: `spans that the application makes by \`@opentelemetry/api\` ${version}`,
      way: `api ${version}`,
      counts: 'own spans',
    };
  }),
  { title: '`NodeSDK.start()` of the application', way: 'NodeSDK.start()', counts: 'server spans' },
  {
    title: 'the same with `HttpInstrumentation`',
    way: 'NodeSDK.start() with HttpInstrumentation',
    counts: 'server spans',
  },
  {
    title: '`HttpInstrumentation` 3.x, by `registerInstrumentations()`',
    way: 'HttpInstrumentation 3.x',
    counts: 'server spans',
  },
  { title: '`HttpInstrumentation` 2.x, likewise', way: 'HttpInstrumentation 2.x', counts: 'server spans' },
  ...(
    [
      ['npm', '`npm run start`, the tracer in `NODE_OPTIONS`'],
      ['tsx', '`tsx app.ts`, likewise'],
      ['jest', 'a test of `jest` that starts the service, likewise'],
    ] as const
  ).map(([startedBy, title]): Scenario => ({ title, way: 'nothing', counts: 'server spans', startedBy })),
];
