import { describe, expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { preamble } from '../../src/distro/preamble.ts';

describe('preamble', () => {
  it('tells version, Node, service, exporter and sampler in one sentence', () => {
    const description = { exporter: 'otlp grpc to http://127.0.0.1:4317', sampler: 'xray_default' };

    expect(preamble(description, 'shop')).toBe(
      `otel-xray ${manifest.version} on Node ${process.versions.node}: service "shop", exporter otlp grpc to http://127.0.0.1:4317, sampler xray_default.`,
    );
  });
});
