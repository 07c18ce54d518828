import { describe, expect, it } from 'vitest';
import { outOfSupport } from '../../src/distro/node-support.ts';

describe('outOfSupport', () => {
  it.each(['22.15.0', '22.23.3', '23.0.0', '24.0.0', '26.10.0', '100.0.0'])('says nothing of Node %s', (version) => {
    expect(outOfSupport(version)).toBeUndefined();
  });

  it.each(['20.19.0', '20.20.2', '21.7.3', '22.0.0', '22.14.9'])('says one sentence of Node %s', (version) => {
    expect(outOfSupport(version)).toBe(
      `Node ${version} is out of support; expected 22.15 or later. Tracing goes on, untested by OpenTelemetry.`,
    );
  });
});
