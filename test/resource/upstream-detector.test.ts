import { expect, test } from 'vitest';
import { runUpstreamDetector } from '../../src/resource/upstream-detector.ts';

test.each(['beanstalk', 'eks', 'lambda'] as const)(
  'off AWS the upstream detector of %s finds nothing',
  async (name) => {
    expect(await runUpstreamDetector(name)).toEqual({});
  },
);
