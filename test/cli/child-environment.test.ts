import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { createChildEnvironment } from '../../src/cli/child-environment.ts';

const OPTIONS = {
  environment: {},
  grpcEndpoint: 'http://127.0.0.1:4317',
  xrayEndpoint: 'http://127.0.0.1:2000',
  daemonAddress: '127.0.0.1:2000',
  registerFile: '/opt/otel-xray/register.js',
};

describe('the environment of the command', () => {
  test('has the preload, the endpoint, and settings to see every trace soon', () => {
    expect(createChildEnvironment(OPTIONS)).toEqual({
      NODE_OPTIONS: '--require /opt/otel-xray/register.js',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4317',
      OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
      OTEL_TRACES_SAMPLER: 'always_on',
      OTEL_BSP_SCHEDULE_DELAY: '200',
      AWS_ENDPOINT_URL_XRAY: 'http://127.0.0.1:2000',
      AWS_XRAY_DAEMON_ADDRESS: '127.0.0.1:2000',
    });
  });

  test('asks here for sampling rules where there are any', () => {
    expect(createChildEnvironment({ ...OPTIONS, hasSamplingRules: true })).toMatchObject({
      OTEL_TRACES_SAMPLER: 'xray',
      AWS_XRAY_DAEMON_ADDRESS: '127.0.0.1:2000',
    });
  });

  test("keeps the user's own sampler, delay, NODE_OPTIONS and everything else", () => {
    const environment = {
      HOME: '/root',
      NODE_OPTIONS: '--enable-source-maps',
      OTEL_TRACES_SAMPLER: 'always_off',
      OTEL_BSP_SCHEDULE_DELAY: '5000',
    };
    expect(createChildEnvironment({ ...OPTIONS, environment })).toMatchObject({
      ...environment,
      NODE_OPTIONS: '--require /opt/otel-xray/register.js --enable-source-maps',
    });
  });

  test('leads spans here, wherever they went before', () => {
    const environment = {
      OTEL_EXPORTER_OTLP_ENDPOINT: 'https://collector:4317',
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'https://collector:4317',
      OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'http/json',
    };
    const created = createChildEnvironment({ ...OPTIONS, environment });
    expect(created).toMatchObject({
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4317',
      OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
    });
    expect(created).not.toHaveProperty('OTEL_EXPORTER_OTLP_TRACES_ENDPOINT');
    expect(created).not.toHaveProperty('OTEL_EXPORTER_OTLP_TRACES_PROTOCOL');
  });

  test.each([
    [{ https_proxy: 'http://proxy:3128' }, '127.0.0.1'],
    [{ http_proxy: 'http://proxy:3128', no_proxy: 'intern.example' }, 'intern.example,127.0.0.1'],
    [{ grpc_proxy: 'http://proxy:3128', no_proxy: 'a', no_grpc_proxy: 'b' }, 'b,127.0.0.1'],
    [{ no_proxy: 'a' }, undefined],
  ])('keeps a proxy out of the way: %j', (environment, exceptions) => {
    expect(createChildEnvironment({ ...OPTIONS, environment })['no_grpc_proxy']).toBe(exceptions);
  });

  test.each(['plain', 'with space', 'with "quotes"', String.raw`back\slash`])(
    'Node finds the preload in a folder %s',
    (name) => {
      const folder = path.join(mkdtempSync(path.join(tmpdir(), 'otel-xray-')), name);
      const registerFile = `${folder}.cjs`;
      writeFileSync(registerFile, "process.stdout.write('preloaded')");
      const environment = createChildEnvironment({ ...OPTIONS, registerFile });
      expect(execFileSync(process.execPath, ['-e', ''], { env: environment, encoding: 'utf8' })).toBe('preloaded');
      rmSync(path.dirname(folder), { recursive: true });
    },
  );
});
