import { formatTraceHeader, parseTraceHeader } from '../../xray/trace-header.ts';

/**
 * A trace header for a message field that takes `limit` ASCII characters: the whole header where it fits,
 * else without the custom fields, else without `Lineage` as well. Undefined where even that is too long.
 */
export function fitTraceHeader(header: string, limit: number): string | undefined {
  if (isAscii(header) && header.length <= limit) return header;
  const parsed = parseTraceHeader(header);
  if (parsed === undefined) return undefined;
  const { custom: _custom, ...withoutCustom } = parsed;
  const { lineage: _lineage, ...bare } = withoutCustom;
  return [withoutCustom, bare]
    .map((fields) => formatTraceHeader(fields))
    .find((text) => isAscii(text) && text.length <= limit);
}

function isAscii(text: string): boolean {
  return /^[\x20-\x7e]+$/.test(text);
}
