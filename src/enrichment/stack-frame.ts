/** The end of a frame's place: line, and column where V8 tells it. */
const POSITION = /:(\d{1,9})(?::(\d{1,9}))?$/;
/** The first real file in the place of a frame in evaluated code. */
const EVAL_ORIGIN = /\(([^()]+:\d+:\d+)\)/;
const MAX_CHARACTERS = 1000;

/**
 * One frame of V8, given without its `at`, as a line that the exporter's `javascript` parser reads right: path, line
 * and label. That parser ends the path at its first colon, so the path must have none: URLs of files become paths,
 * `node:fs` becomes `node/fs`, other colons an underscore. Its label keeps what stands before the parenthesis, the
 * space too, so there is none.
 *
 * @see https://v8.dev/docs/stack-trace-api#appendix%3A-stack-trace-format
 */
export function rewriteFrame(frame: string): string {
  const text = frame.length > MAX_CHARACTERS ? frame.slice(-MAX_CHARACTERS) : frame;
  const { label, place } = splitFrame(text);
  const origin = place.startsWith('eval at ') ? (EVAL_ORIGIN.exec(place)?.[1] ?? place) : place;
  const [position = '', line, column = '0'] = POSITION.exec(origin) ?? [];
  const path = cleanPath(origin.slice(0, origin.length - position.length));
  const where = line === undefined ? path : `${path}:${line}:${column}`;
  return `    at ${label.replace(/[()]/g, '').trim() || 'anonymous'}(${where})`;
}

/** Whether the code of a frame of V8, given without its `at`, lies in a folder, whose path ends with a separator. */
export function isFrameIn(frame: string, folder: string): boolean {
  return splitFrame(frame).place.startsWith(folder);
}

/** `label (place)`, or `place` alone, which may be an `async` one. */
function splitFrame(text: string): { readonly label: string; readonly place: string } {
  const open = text.endsWith(')') ? text.indexOf(' (') : -1;
  if (open >= 0) return { label: text.slice(0, open), place: text.slice(open + 2, -1) };
  if (text.startsWith('async ')) return { label: 'async', place: text.slice('async '.length) };
  return { label: '', place: text };
}

function cleanPath(path: string): string {
  if (path.startsWith('file://'))
    return withoutColons(decode(path.slice('file://'.length)).replace(/^\/(?=[a-z]:)/i, ''));
  if (path.startsWith('node:')) return withoutColons(`node/${path.slice('node:'.length)}`);
  return withoutColons(path);
}

/** Of `C:\app` the drive stays as `C\app`. */
function withoutColons(path: string): string {
  return path.replace(/^([a-z]):(?=[\\/])/i, '$1').replaceAll(':', '_');
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    // A percent sign that encodes nothing: the path as it stands is the best there is.
    return path;
  }
}
