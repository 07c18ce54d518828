import { describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config/read-config.ts';
import type { StartOptions } from '../../src/config/start-options.ts';

const P = 'OTEL_EXPORTER_OTLP_PROTOCOL';
const TP = 'OTEL_EXPORTER_OTLP_TRACES_PROTOCOL';
const E = 'OTEL_EXPORTER_OTLP_ENDPOINT';
const TE = 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT';
const I = 'OTEL_EXPORTER_OTLP_INSECURE';
const TI = 'OTEL_EXPORTER_OTLP_TRACES_INSECURE';

interface Row {
  readonly environment: Readonly<Record<string, string>>;
  readonly exporter?: StartOptions['exporter'];
  readonly protocol: string;
  readonly endpoint: string;
  readonly levels?: readonly string[];
}

const rows: readonly Row[] = [
  { environment: {}, protocol: 'grpc', endpoint: 'http://127.0.0.1:4317' },
  {
    environment: { [P]: 'http/protobuf' },
    protocol: 'http/protobuf',
    endpoint: 'http://127.0.0.1:4318/v1/traces',
  },
  {
    environment: { [P]: 'http/protobuf', [TP]: 'grpc' },
    protocol: 'grpc',
    endpoint: 'http://127.0.0.1:4317',
  },
  {
    environment: { [P]: 'http/json', [TP]: 'carrier pigeon' },
    protocol: 'http/json',
    endpoint: 'http://127.0.0.1:4318/v1/traces',
    levels: ['warn'],
  },
  { environment: { [E]: 'http://c:4317' }, protocol: 'grpc', endpoint: 'http://c:4317' },
  { environment: { [E]: 'http://c:4317/' }, protocol: 'grpc', endpoint: 'http://c:4317' },
  {
    environment: { [E]: 'https://user:pw@c:4317/?q' },
    protocol: 'grpc',
    endpoint: 'https://c:4317',
  },
  {
    environment: { [E]: 'http://c:4318' },
    protocol: 'http/protobuf',
    endpoint: 'http://c:4318/v1/traces',
    levels: ['info'],
  },
  {
    environment: { [E]: 'http://c:4316/' },
    protocol: 'http/protobuf',
    endpoint: 'http://c:4316/v1/traces',
    levels: ['info'],
  },
  {
    environment: { [TE]: 'https://c/v1/traces' },
    protocol: 'http/protobuf',
    endpoint: 'https://c/v1/traces',
    levels: ['info'],
  },
  {
    environment: { [E]: 'https://c/v1/traces' },
    protocol: 'http/protobuf',
    endpoint: 'https://c/v1/traces',
    levels: ['info'],
  },
  {
    environment: { [E]: 'http://c:4318', [P]: 'grpc' },
    protocol: 'grpc',
    endpoint: 'http://c:4318',
  },
  {
    environment: { [E]: 'http://c:4318', [P]: 'nonsense' },
    protocol: 'http/protobuf',
    endpoint: 'http://c:4318/v1/traces',
    levels: ['warn', 'info'],
  },
  {
    environment: { [E]: 'http://c:9/otlp/?key=1', [P]: 'http/json' },
    protocol: 'http/json',
    endpoint: 'http://c:9/otlp/v1/traces?key=1',
  },
  {
    environment: { [TE]: 'http://c:9/mine', [E]: 'http://other', [P]: 'http/json' },
    protocol: 'http/json',
    endpoint: 'http://c:9/mine',
  },
  {
    environment: { [TE]: 'http://c:9', [P]: 'http/json' },
    protocol: 'http/json',
    endpoint: 'http://c:9/',
    levels: ['info'],
  },
  {
    environment: { [TE]: 'not an endpoint', [E]: 'http://c:4317' },
    protocol: 'grpc',
    endpoint: 'http://c:4317',
    levels: ['warn'],
  },
  {
    environment: { [E]: 'c:4317' },
    protocol: 'grpc',
    endpoint: 'https://c:4317',
    levels: ['info'],
  },
  { environment: { [E]: 'c:4317', [I]: 'true' }, protocol: 'grpc', endpoint: 'http://c:4317' },
  {
    environment: { [E]: 'c:4317', [I]: 'true', [TI]: 'false' },
    protocol: 'grpc',
    endpoint: 'https://c:4317',
    levels: ['info'],
  },
  {
    environment: { [E]: 'c:4317', [I]: 'true', [TI]: 'yes' },
    protocol: 'grpc',
    endpoint: 'https://c:4317',
    levels: ['warn', 'info'],
  },
  {
    environment: { [E]: 'c:4318', [I]: 'true' },
    protocol: 'http/protobuf',
    endpoint: 'http://c:4318/v1/traces',
    levels: ['info'],
  },
  {
    environment: { [E]: 'https://c:4317', [I]: 'true' },
    protocol: 'grpc',
    endpoint: 'https://c:4317',
  },
  { environment: { [E]: 'unix:///tmp/s' }, protocol: 'grpc', endpoint: 'unix:///tmp/s' },
  {
    environment: { [E]: 'unix:///tmp/s', [P]: 'http/protobuf' },
    protocol: 'http/protobuf',
    endpoint: 'http://127.0.0.1:4318/v1/traces',
    levels: ['warn'],
  },
  {
    environment: { [E]: 'http://env:4317', [TP]: 'http/json' },
    exporter: { endpoint: 'http://code:4317' },
    protocol: 'http/json',
    endpoint: 'http://code:4317/',
    levels: ['info'],
  },
  {
    environment: { [TE]: 'http://env:4317', [TP]: 'http/json' },
    exporter: { protocol: 'grpc' },
    protocol: 'grpc',
    endpoint: 'http://env:4317',
  },
  {
    environment: {},
    exporter: { endpoint: 'http://code:4318/v1/traces' },
    protocol: 'http/protobuf',
    endpoint: 'http://code:4318/v1/traces',
    levels: ['info'],
  },
];

describe('readExporter', () => {
  it.each(rows)('$environment $exporter → $protocol $endpoint', (row) => {
    const { config, problems } = readConfig(
      row.environment,
      row.exporter === undefined ? {} : { exporter: row.exporter },
    );
    expect(config.exporter).toMatchObject({ protocol: row.protocol, endpoint: row.endpoint });
    expect(problems.map(({ level }) => level)).toStrictEqual(row.levels ?? []);
  });

  it('adds headers for traces to those of all signals, and those of code to both', () => {
    const { config } = readConfig(
      {
        OTEL_EXPORTER_OTLP_HEADERS: 'a=general,b=general,c=general',
        OTEL_EXPORTER_OTLP_TRACES_HEADERS: 'b=traces,c=traces',
      },
      { exporter: { headers: { C: 'code' } } },
    );
    expect(config.exporter.headers).toStrictEqual({ a: 'general', b: 'traces', c: 'code' });
  });

  it('reports bad headers by their place and never by their text', () => {
    const { config, problems } = readConfig({
      OTEL_EXPORTER_OTLP_HEADERS: 'a=fine,hunter2,key=%zzhunter2,hunter2=ünsent',
    });
    expect(config.exporter.headers).toStrictEqual({ a: 'fine' });
    expect(problems).toHaveLength(1);
    expect(problems[0]?.message).toContain('pair 2, pair 3, pair 4');
    expect(problems[0]?.message).not.toContain('hunter2');
  });

  it.each(['ftp://user:hunter2@host', 'http://user:hun?ter2@:x', 'http://host:99999/?token=hunter2', 'hunter2@host'])(
    'never shows a password or token of the bad endpoint %s',
    (endpoint) => {
      const { problems } = readConfig({ [E]: endpoint });
      expect(problems).toHaveLength(1);
      expect(problems[0]?.message).not.toMatch(/hun|ter2/);
    },
  );

  it('never shows a private key that was put where its path belongs', () => {
    const { problems } = readConfig({
      OTEL_EXPORTER_OTLP_CLIENT_KEY: '-----BEGIN PRIVATE KEY-----\nhunter2',
    });
    expect(problems).toHaveLength(1);
    expect(problems[0]?.message).not.toMatch(/hunter2|BEGIN/);
  });

  it('leaves out half of a client certificate and key', () => {
    const { config, problems } = readConfig({
      OTEL_EXPORTER_OTLP_CERTIFICATE: '/ca.pem',
      OTEL_EXPORTER_OTLP_TRACES_CLIENT_CERTIFICATE: '/cert.pem',
    });
    expect(config.exporter).toMatchObject({ certificateFile: '/ca.pem' });
    expect(config.exporter).not.toHaveProperty('clientCertificateFile');
    expect(problems.map(({ level }) => level)).toStrictEqual(['warn']);
  });
});
