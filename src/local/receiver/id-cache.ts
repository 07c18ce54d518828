/** Trace ids or span ids as hex; those of a trace come again with each of its spans, and as parents. */
export interface IdCache {
  /** The id at `start` as lower-case hex, which `view` shows too; empty when all its bytes are zero, as no id's are. */
  read(bytes: Buffer, view: DataView, start: number): string;
}

/** A cache of at most `2 ** bits` ids of `byteLength`, a multiple of eight; each new one takes the place of another. */
export function createIdCache(bits: number, byteLength: number): IdCache {
  const mask = 2 ** bits - 1;
  const ids = Array.from({ length: 2 ** bits }, () => '');
  const words = byteLength / 4;
  const copies = new Int32Array(2 ** bits * words);
  return {
    read(bytes, view, start) {
      // Ids are random, most of all at their end: a trace id of X-Ray begins with the time.
      const last = view.getInt32(start + byteLength - 4, true);
      const slot = (last ^ (last >>> 16)) & mask;
      // A place that holds no id yet holds zeros and the empty text, which is what zeros are read as.
      let isKnown = true;
      let place = slot * words;
      for (let offset = 0; offset < byteLength; offset += 4, place += 1) {
        const word = view.getInt32(start + offset, true);
        if (copies[place] === word) continue;
        isKnown = false;
        copies[place] = word;
      }
      if (!isKnown) ids[slot] = isZero(view, start, byteLength) ? '' : bytes.toString('hex', start, start + byteLength);
      return ids[slot] ?? '';
    },
  };
}

function isZero(view: DataView, start: number, byteLength: number): boolean {
  for (let offset = 0; offset < byteLength; offset += 4) {
    if (view.getInt32(start + offset, true) !== 0) return false;
  }
  return true;
}
