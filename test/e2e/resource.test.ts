import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import type { Attributes } from '../../src/translator/index.ts';
import { testNodes } from '../support/nodes.ts';
import { startReceiver } from '../support/receive.ts';
import { root, serveOne } from '../support/run-app.ts';

/** An application folder of its own. */
function createApplication(packageJson: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'otel-xray-resource-'));
  writeFileSync(path.join(folder, 'package.json'), packageJson);
  const app = JSON.stringify(path.join(root, 'test/e2e/apps/one-request.cjs'));
  writeFileSync(path.join(folder, 'app.cjs'), `require(${app});`);
  return folder;
}

const named = createApplication('{ "name": "by-package", "version": "1.2.3" }');
const nameless = createApplication('{ "name": "", "version": 7 }');
afterAll(() => {
  for (const folder of [named, nameless]) rmSync(folder, { recursive: true });
});

const fromVariables = {
  OTEL_SERVICE_NAME: 'by-otel',
  OTEL_RESOURCE_ATTRIBUTES: 'service.name=by-attributes',
  AWS_XRAY_TRACING_NAME: 'by-xray',
};
const { OTEL_SERVICE_NAME: _name, ...withoutName } = fromVariables;
const { OTEL_RESOURCE_ATTRIBUTES: _attributes, ...onlyTracingName } = withoutName;

describe.each(testNodes())('Node $version', ({ binary }) => {
  const resourceOf = async (folder: string, env: Record<string, string>): Promise<Attributes> => {
    await using receiver = await startReceiver();
    const register = path.join(root, 'register.js');
    await serveOne(
      {
        node: binary,
        args: ['--require', register, 'app.cjs', '--password=hunter2'],
        cwd: folder,
        env: { ...receiver.env, USER: 'jane', ...env },
      },
      '/',
    );
    return receiver.spans()[0]?.resource.attributes ?? {};
  };

  it.each([
    { from: 'OTEL_SERVICE_NAME', folder: named, env: fromVariables, name: 'by-otel' },
    { from: 'OTEL_RESOURCE_ATTRIBUTES', folder: named, env: withoutName, name: 'by-attributes' },
    { from: 'AWS_XRAY_TRACING_NAME', folder: named, env: onlyTracingName, name: 'by-xray' },
    { from: 'package.json', folder: named, env: {}, name: 'by-package' },
    { from: 'nowhere', folder: nameless, env: {}, name: 'unknown_service:node' },
    {
      from: 'package.json where variables are empty',
      folder: named,
      env: { OTEL_SERVICE_NAME: '', AWS_XRAY_TRACING_NAME: ' ' },
      name: 'by-package',
    },
  ])('takes the name of the service from $from', async ({ folder, env, name }) => {
    expect(await resourceOf(folder, env)).toMatchObject({ 'service.name': name });
  });

  it('tells the version and the distribution, and what was configured', async () => {
    const attributes = await resourceOf(named, {
      OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=prod,team=caf%C3%A9',
      // What X-Ray has no use for leaves the copy that goes there, not the resource.
      OTEL_XRAY_ENRICHMENT: 'off',
    });

    expect(attributes).toMatchObject({
      'service.version': '1.2.3',
      'telemetry.distro.name': 'otel-xray',
      'telemetry.distro.version': manifest.version,
      'telemetry.sdk.language': 'nodejs',
      'telemetry.sdk.name': 'opentelemetry',
      'deployment.environment.name': 'prod',
      team: 'café',
    });
  });

  it('tells no command line, user, environment or host off EC2', async () => {
    const attributes = await resourceOf(named, {});

    const keys = Object.keys(attributes);
    expect(keys.filter((key) => /^(process\.(command|owner|environment|executable)|host\.id|user)/.test(key))).toEqual(
      [],
    );
    const text = JSON.stringify(attributes);
    for (const secret of ['hunter2', 'jane', hostname(), named]) expect(text).not.toContain(secret);
    expect(Object.values(attributes)).not.toContain(userInfo().username);
  });
});
