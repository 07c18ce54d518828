/** A text that waits to be written. */
export interface WaitingText {
  readonly block: TextBlock;
  readonly start: number;
  readonly end: number;
}

/** A piece of memory that texts lie in, one after the other. */
interface TextBlock {
  readonly bytes: Buffer;
  /** Texts in it that still wait. */
  live: number;
}

/** Texts until they are written, as UTF-8 and outside of V8's heap: garbage collection would copy them again and again. */
export interface WaitingTexts {
  /** Takes a text, which may come in two parts. */
  put(text: string, end?: string): WaitingText;
  /** The text is not waited for any more. */
  release(text: WaitingText): void;
  /** The texts as a JSON list, in memory that the next call uses again. */
  joinAsList(texts: readonly WaitingText[]): Buffer;
}

const BLOCK_BYTES = 1024 * 1024;

/** Empty blocks that are kept for later texts. */
const MAX_SPARE = 8;

/** UTF-8 needs no more for one UTF-16 code unit. */
const MAX_UNIT_BYTES = 3;

/** Room for waiting texts, nothing in it. */
export function createWaitingTexts(): WaitingTexts {
  const spare: TextBlock[] = [];
  let block = createBlock(BLOCK_BYTES);
  let used = 0;
  let list = Buffer.allocUnsafeSlow(BLOCK_BYTES);
  const makeRoom = (bytes: number): void => {
    if (used + bytes <= block.bytes.length) return;
    recycle(block);
    block = (bytes <= BLOCK_BYTES ? spare.pop() : undefined) ?? createBlock(Math.max(bytes, BLOCK_BYTES));
    used = 0;
  };
  const recycle = (empty: TextBlock): void => {
    if (empty.live === 0 && empty.bytes.length === BLOCK_BYTES && spare.length < MAX_SPARE) spare.push(empty);
  };
  return {
    put(text, end = '') {
      makeRoom((text.length + end.length) * MAX_UNIT_BYTES);
      const start = used;
      used += block.bytes.write(text, start, 'utf8');
      used += block.bytes.write(end, used, 'utf8');
      block.live += 1;
      return { block, start, end: used };
    },
    release(text) {
      text.block.live -= 1;
      if (text.block !== block) recycle(text.block);
    },
    joinAsList(texts) {
      let bytes = 2;
      for (const { start, end } of texts) bytes += end - start + 1;
      if (bytes > list.length) list = Buffer.allocUnsafeSlow(2 * bytes);
      let position = 0;
      for (const text of texts) {
        list[position] = position === 0 ? OPENING : COMMA;
        position += 1 + text.block.bytes.copy(list, position + 1, text.start, text.end);
      }
      if (position === 0) list[position++] = OPENING;
      list[position++] = CLOSING;
      return list.subarray(0, position);
    },
  };
}

const OPENING = 0x5b;
const COMMA = 0x2c;
const CLOSING = 0x5d;

function createBlock(bytes: number): TextBlock {
  return { bytes: Buffer.allocUnsafeSlow(bytes), live: 0 };
}
