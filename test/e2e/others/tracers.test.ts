import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { isAtLeast, testNodes } from '../../support/nodes.ts';
import { root } from '../../support/run-app.ts';
import { makeApp } from './make-app.ts';
import { runTraced } from './run-traced.ts';

/** As the real ones do: providers, and a logger, are registered by a copy of the API. */
const registers = `
const { metrics, trace } = require('@opentelemetry/api');
metrics.setGlobalMeterProvider({ getMeter: () => ({}) });
trace.setGlobalTracerProvider({
  getTracer: () => ({ startSpan: () => { throw new Error('never called'); } }),
});`;

const registersAll = `
const { diag } = require('@opentelemetry/api');
diag.setLogger({ ...console, verbose: console.debug });
const { InstrumentationBase } = require(${JSON.stringify(path.join(root, 'node_modules/@opentelemetry/instrumentation'))});
for (const name of ['http', 'undici', 'pg']) {
  class Instrumentation extends InstrumentationBase { init() {} }
  new Instrumentation(\`@opentelemetry/instrumentation-\${name}\`, '1.0.0', {});
}
${registers}`;

/**
 * Small packages of the same names, files, globals and copies of the API as the real ones, to which they were held by
 * hand; docs/reliability.md says which.
 */
const packages = {
  '@opentelemetry/api': { from: '@opentelemetry/api' },
  '@aws/aws-distro-opentelemetry-node-autoinstrumentation/node_modules/@opentelemetry/api': { from: 'otel-api-1.9' },
  '@elastic/opentelemetry-node/node_modules/@opentelemetry/api': { from: 'otel-api-1.9' },
  'dd-trace': {
    'index.js': 'globalThis[Symbol.for("dd-trace")] = exports.init = () => {};',
    'init.js': 'require(".")',
  },
  newrelic: { 'index.js': 'exports.agent = {};' },
  '@aws/aws-distro-opentelemetry-node-autoinstrumentation': {
    'package.json': '{"exports":{"./register":"./build/src/register.js"}}',
    'build/src/register.js': registersAll,
  },
  '@elastic/opentelemetry-node': { 'index.js': registersAll },
  '@opentelemetry/auto-instrumentations-node': {
    'package.json': '{"exports":{"./register":"./build/src/register.js"}}',
    'build/src/register.js': registers,
  },
  '@sentry/node': {
    // Of version 11; earlier ones register but with skipOpenTelemetrySetup.
    'index.js': `exports.init = ({ enableOpenTelemetrySetup }) => { if (enableOpenTelemetrySetup) { ${registers} } };`,
  },
  'aws-xray-sdk-core': { 'index.js': 'exports.captureHTTPsGlobal = () => {};' },
};

const preloaded = [
  { door: 'dd-trace/init', name: 'Datadog ("dd-trace")' },
  { door: 'newrelic', name: 'New Relic ("newrelic")' },
  {
    door: '@aws/aws-distro-opentelemetry-node-autoinstrumentation/register',
    name: 'ADOT ("@aws/aws-distro-opentelemetry-node-autoinstrumentation")',
  },
  { door: '@elastic/opentelemetry-node', name: 'EDOT ("@elastic/opentelemetry-node")' },
  {
    door: '@opentelemetry/auto-instrumentations-node/register',
    name: 'OpenTelemetry\'s auto-instrumentation ("@opentelemetry/auto-instrumentations-node")',
  },
];

const bothPay = 'Both trace this process, and pay for it; start without one of them.';
const getsNothing = 'It gets no spans; start without one of them.';
const secondSdk = expect.stringMatching(/^OpenTelemetry was set up a second time in this process/);
const besideSentry =
  'To have it report errors beside otel-xray, give Sentry.init() no "tracesSampleRate" and, before version 11, "skipOpenTelemetrySetup: true".';
/** What is said beside, and what where Node has no hook that sees what is loaded. */
const loadedLater: readonly {
  readonly load: string;
  readonly says: readonly [string, string];
  readonly others: readonly unknown[];
  readonly unseen?: readonly unknown[];
}[] = [
  { load: "require('dd-trace').init()", says: ['Datadog ("dd-trace")', bothPay], others: [] },
  { load: "require('newrelic')", says: ['New Relic ("newrelic")', bothPay], others: [] },
  {
    load: "require('@aws/aws-distro-opentelemetry-node-autoinstrumentation/register')",
    says: ['ADOT ("@aws/aws-distro-opentelemetry-node-autoinstrumentation")', getsNothing],
    others: [],
    unseen: [secondSdk],
  },
  {
    load: "require('@elastic/opentelemetry-node')",
    says: ['EDOT ("@elastic/opentelemetry-node")', getsNothing],
    others: [],
    unseen: [secondSdk],
  },
  {
    load: "require('@sentry/node').init({})",
    says: ['Sentry ("@sentry/node")', besideSentry],
    others: [],
  },
  {
    load: "require('@sentry/node').init({ enableOpenTelemetrySetup: true })",
    says: ['Sentry ("@sentry/node")', besideSentry],
    others: [secondSdk],
  },
  {
    load: "require('aws-xray-sdk-core').captureHTTPsGlobal()",
    says: [
      'The X-Ray SDK ("aws-xray-sdk-core")',
      'What both capture is in X-Ray twice; take its calls out, or start without otel-xray.',
    ],
    others: [],
  },
];

const traces = ['app internal own work', '  app client GET 200', '    app server GET 200'];
const register = path.join(root, 'register.js');

describe.each(testNodes())('Node $version', (node) => {
  it.each(preloaded)('where $name was preloaded, it is left alone', async ({ door, name }) => {
    const folder = makeApp({ files: { 'app.cjs': "console.log('runs')" }, packages });
    for (const flags of [
      ['--require', door, '--require', register],
      ['--require', register],
    ]) {
      const isInNodeOptions = flags.length === 2;
      const env = isInNodeOptions ? { NODE_OPTIONS: `--require ${door}` } : {};
      const traced = await runTraced(node, folder, ['app.cjs'], env, flags);
      expect(traced).toMatchObject({
        run: { code: 0, stdout: 'runs\n' },
        traces: [],
        warnings: [
          `${name} traces this process already; otel-xray leaves it alone. To use otel-xray, start without the other.`,
        ],
      });
      expect(traced.run.stderr).not.toMatch(/otel-xray \S+ on Node/);
    }
  });

  // Node 20 has no hook that sees what is loaded.
  const canSee = isAtLeast(node.version, 22, 15);

  it.each(loadedLater)(
    'beside $load spans are recorded, and it is told what to choose, once',
    async ({ load, says, others, unseen = others }) => {
      const folder = makeApp({
        files: { 'app.cjs': `${load};\nrequire('./records.cjs');` },
        apps: ['records.cjs'],
        packages,
      });
      const [name, advice] = says;
      const met = `${name} was loaded into a process that otel-xray traces. ${advice}`;
      expect(await runTraced(node, folder, ['app.cjs'])).toMatchObject({
        run: { code: 0 },
        traces,
        warnings: canSee ? [met, ...others] : unseen,
      });
    },
  );

  it.runIf(canSee)('they are seen when an ES module imports them, and not where they are not installed', async () => {
    const folder = makeApp({
      files: { 'app.mjs': "await import('newrelic').catch(() => {});\nimport 'dd-trace';\nimport './records.cjs';" },
      apps: ['records.cjs'],
      packages: { 'dd-trace': packages['dd-trace'], '@opentelemetry/api': packages['@opentelemetry/api'] },
    });
    expect(await runTraced(node, folder, ['app.mjs'])).toMatchObject({
      run: { code: 0 },
      traces,
      warnings: [expect.stringMatching(/^Datadog \("dd-trace"\) was loaded into a process/)],
    });
  });
});
