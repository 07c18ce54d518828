import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { expect, test } from 'vitest';
import { inPieces, PIECE_SIZE } from '../../src/exporter/in-pieces.ts';

/** A turn of the event loop ends whenever an immediate made in it has run. */
async function sizesPerTurn(count: number, millisPerPiece: number): Promise<number[]> {
  const items = Array.from({ length: count }, (_, index) => index);
  const seen: number[] = [];
  const turns: number[] = [];
  let millis = 0;
  let isOpen = false;
  await inPieces(
    items,
    (piece) => {
      seen.push(...piece);
      millis += millisPerPiece;
      if (!isOpen) {
        isOpen = true;
        turns.push(0);
        setImmediate(() => (isOpen = false));
      }
      turns.push((turns.pop() ?? 0) + piece.length);
    },
    () => millis,
  );
  expect(seen).toEqual(items);
  return turns;
}

test('slow pieces have a turn of the event loop each', async () => {
  const turns = await sizesPerTurn(PIECE_SIZE * 3 + 1, 10);
  expect(turns).toEqual([PIECE_SIZE, PIECE_SIZE, PIECE_SIZE, 1]);
});

test('quick pieces share a turn until a millisecond is over', async () => {
  const turns = await sizesPerTurn(PIECE_SIZE * 7, 0.375);
  expect(turns).toEqual([PIECE_SIZE * 3, PIECE_SIZE * 3, PIECE_SIZE]);
});

test('what a piece throws rejects, and no further piece is begun', async () => {
  let begun = 0;
  const failing = inPieces(Array.from({ length: PIECE_SIZE * 2 }), () => {
    begun += 1;
    throw new Error('unreadable');
  });
  await expect(failing).rejects.toThrow('unreadable');
  expect(begun).toBe(1);
});

test('an idle server goes on from piece to piece', () => {
  const file = path.resolve(import.meta.dirname, '../../src/exporter/in-pieces.ts');
  const program = `
    require("node:net").createServer().listen(0, "127.0.0.1");
    const { inPieces } = require(${JSON.stringify(file)});
    let millis = 0;
    inPieces(Array(2000).fill(0), () => {}, () => (millis += 10)).then(() => {
      console.log('done');
      process.exit();
    });`;
  // Without a wake-up of its own it would stand still for good: the limit only ends a failing test.
  const { stdout, status } = spawnSync(process.execPath, ['--eval', program], { encoding: 'utf8', timeout: 30_000 });
  expect({ output: stdout.trim(), status }).toEqual({ output: 'done', status: 0 });
});
