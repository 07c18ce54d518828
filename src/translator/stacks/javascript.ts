import type { StackFrameBlock } from '../../xray/segment-document.ts';
import { linesAfterMessage, makeFrame, makeStack, type ParsedStack } from './parsed-stack.ts';

const FRAME = '    at ';

/**
 * Stacks of V8: `    at label (path:line:column)` or `    at path:line:column`. The label keeps the space before the
 * parenthesis. The path ends at its first colon, so `file:///a.mjs:7:8` is `file` and `node:fs:1:2` is `node`.
 */
export function parseJavaScriptStack(text: string): ParsedStack {
  const frames: StackFrameBlock[] = [];
  for (const line of linesAfterMessage(text)) {
    const frame = line.startsWith(FRAME) ? readFrame(line.slice(FRAME.length)) : undefined;
    if (frame !== undefined) frames.push(frame);
  }
  return makeStack(frames);
}

function readFrame(text: string): StackFrameBlock | undefined {
  const parenthesis = text.indexOf('(');
  if (parenthesis < 0) return readPlace(text, '');
  return text.endsWith(')') ? readPlace(text.slice(parenthesis + 1, -1), text.slice(0, parenthesis)) : undefined;
}

/** Undefined where neither the place nor the label says anything. */
function readPlace(place: string, label: string): StackFrameBlock | undefined {
  const colon = place.indexOf(':');
  const secondColon = colon < 0 ? -1 : place.indexOf(':', colon + 1);
  const isNative = colon < 0 && place.includes('native');
  const path = secondColon < 0 ? place : place.slice(0, colon);
  const line = secondColon < 0 ? '' : place.slice(colon + 1, secondColon);
  const frame = makeFrame(isNative ? 'native' : path, line, label);
  return frame.path === '' && frame.label === '' && frame.line === 0 ? undefined : frame;
}
