import { ROOT_CONTEXT } from '@opentelemetry/api';
import type { SpanProcessor } from '@opentelemetry/sdk-trace';
import { expect, it } from 'vitest';
import { createSpanListeners, type ListenedSpan } from '../../src/distro/span-listeners.ts';

const told: string[] = [];

function listener(name: string, hears: 'all' | 'no ending'): SpanProcessor {
  return {
    onStart: () => void told.push(`${name} start`),
    ...(hears === 'all' && { onEnding: () => void told.push(`${name} ending`) }),
    onEnd: () => void told.push(`${name} end`),
    forceFlush: async () => {},
    shutdown: async () => {},
  };
}

it('each processor is told what it listens to, in the order of the list', () => {
  const [first, both, last] = [listener('first', 'no ending'), listener('both', 'all'), listener('last', 'all')];
  const listeners = createSpanListeners({ start: [first, both], end: [both, last] });
  const span = {} as ListenedSpan;
  listeners.onStart(span, ROOT_CONTEXT);
  listeners.onEnding(span);
  listeners.onEnd(span);
  expect(told).toEqual(['first start', 'both start', 'both ending', 'last ending', 'both end', 'last end']);
});
