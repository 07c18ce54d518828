import { expect, test } from 'vitest';
import { describeOldNode } from '../../src/cli/node-version.ts';

test.each(['18.0.0', '20.20.2', '22.14.9'])('Node %s is told to be too old', (version) => {
  expect(describeOldNode(version)).toBe(
    `otel-xray is running on Node ${version}; its command line needs Node 22.15 or later. Nothing was run.`,
  );
});

test.each(['22.15.0', '24.1.0', '26.0.0'])('Node %s is new enough', (version) => {
  expect(describeOldNode(version)).toBeUndefined();
});
