import type { ParsedStack } from '../../../src/translator/stacks/parsed-stack.ts';

/** Frames as `label|path|line`, to be read at a glance. */
export function printFrames({ frames }: Pick<ParsedStack, 'frames'>): string[] {
  return frames.map(({ label, path, line }) => `${label}|${path}|${line}`);
}
