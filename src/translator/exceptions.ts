import type { ExceptionBlock, StackFrameBlock } from '../xray/segment-document.ts';
import { readText } from './read-attribute.ts';
import type { SpanRecord, SpanRecordEvent } from './span.ts';
import { parseDotnetStack } from './stacks/dotnet.ts';
import { parseGoStack } from './stacks/go.ts';
import { parseJavaStack } from './stacks/java.ts';
import { parseJavaScriptStack } from './stacks/javascript.ts';
import { makeStack, type ParsedStack, type StackParser } from './stacks/parsed-stack.ts';
import { parsePythonStack } from './stacks/python.ts';

/** By `telemetry.sdk.language`; `nodejs` and `webjs` are not among them, so their exceptions have no stack. */
const STACK_PARSERS: ReadonlyMap<string, StackParser> = new Map([
  ['java', parseJavaStack],
  ['php', parseJavaStack],
  ['python', parsePythonStack],
  ['javascript', parseJavaScriptStack],
  ['dotnet', parseDotnetStack],
  ['go', parseGoStack],
]);

/** The exception of an `exception` event, followed by those that it wraps; `newId` gives each its id. */
export function makeExceptions(span: SpanRecord, event: SpanRecordEvent, newId: () => string): ExceptionBlock[] {
  const { frames, causes } = parseStack(span, readText(event.attributes, 'exception.stacktrace'));
  const remote = span.kind === 'client' || span.kind === 'producer';
  const described = [
    {
      type: readText(event.attributes, 'exception.type'),
      message: readText(event.attributes, 'exception.message'),
      frames,
    },
    ...causes,
  ];
  const ids = described.map(() => newId());
  return described.map(({ type, message, frames }, index) => ({
    id: ids[index],
    message,
    type,
    remote,
    cause: ids[index + 1],
    stack: unlessNone(frames),
  }));
}

function parseStack({ resource }: SpanRecord, text: string): ParsedStack {
  const parse = STACK_PARSERS.get(readText(resource.attributes, 'telemetry.sdk.language'));
  return parse === undefined ? makeStack([]) : parse(text);
}

function unlessNone(frames: readonly StackFrameBlock[]): readonly StackFrameBlock[] | undefined {
  return frames.length === 0 ? undefined : frames;
}
