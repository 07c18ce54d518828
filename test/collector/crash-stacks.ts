const PYTHON_CHAIN = 'During handling of the above exception, another exception occurred:';

/**
 * Whether the exporter slices out of range on this stack, which ends the whole collector: in the languages whose
 * parsers do that. Written from the forms that were seen to end it; our own parsers read them all.
 */
export function endsTheCollector(language: string | undefined, stack: string): boolean {
  if (language === 'java' || language === 'php') return linesOf(stack).some((line) => /^Caused by: [^:]*:$/.test(line));
  if (language === 'dotnet') return linesOf(stack).some((line) => endsDotnet(line));
  return language === 'python' && endsPython(stack.split('\n'));
}

/** `in path:line` without a number, and a label that is missing. */
function endsDotnet(line: string): boolean {
  const trimmed = line.trim();
  const [label = '', place] = trimmed.split(' in ');
  if (!trimmed.startsWith('at ') || place === undefined) return false;
  return label.length < 'at '.length || place.endsWith(':line');
}

/** A file without quotes; a message that is not where it is expected, or ends with its colon. */
function endsPython(lines: readonly string[]): boolean {
  return lines.some((line, index) => {
    if (line.startsWith('  File ')) {
      const parts = line.split(',');
      return parts.length === 3 && Buffer.byteLength(parts[0] ?? '') < 9;
    }
    if (!line.startsWith(PYTHON_CHAIN)) return false;
    const frame = lines.slice(0, index).findLastIndex((other) => other.startsWith('  File '));
    if (frame < 0) return false;
    return index - 1 < frame + 2 || /^[^:]*:$/.test(lines.slice(frame + 2, index - 1).join('\n'));
  });
}

function linesOf(stack: string): string[] {
  return stack.split('\n').map((line) => line.replace(/\r$/, ''));
}
