import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { expect, test } from 'vitest';
import { beginTurn } from '../../src/exporter/turns.ts';

const file = JSON.stringify(path.resolve(import.meta.dirname, '../../src/exporter/turns.ts'));

/** What a process prints, whatever else it does. */
function run(program: string): { output: string; status: number | null } {
  // Without a wake-up of its own it would stand still for good: the limit only ends a failing test.
  const { stdout, status } = spawnSync(process.execPath, ['--eval', program], { encoding: 'utf8', timeout: 30_000 });
  return { output: stdout.trim(), status };
}

test('a turn is over when its time is', () => {
  let millis = 5;
  const isTurnOver = beginTurn(1, () => millis);
  expect(isTurnOver()).toBe(false);
  millis = 5.9;
  expect(isTurnOver()).toBe(false);
  millis = 6;
  expect(isTurnOver()).toBe(true);
});

test('an idle server goes on from turn to turn', () => {
  const program = `
    require("node:net").createServer().listen(0, "127.0.0.1");
    const { nextTurn } = require(${file});
    (async () => {
      for (let turn = 0; turn < 100; turn += 1) await nextTurn();
      console.log('done');
      process.exit();
    })();`;
  expect(run(program)).toEqual({ output: 'done', status: 0 });
});

test('modules of Node are loaded one in a turn', () => {
  const program = `
    const { loadInTurns } = require(${file});
    const turns = [];
    const load = process.getBuiltinModule;
    process.getBuiltinModule = (name) => {
      turns.push(name);
      setImmediate(() => turns.push('turn'));
      return load(name);
    };
    loadInTurns(['node:zlib', 'node:dns']).then(() => console.log(turns.join(' ')));`;
  expect(run(program)).toEqual({ output: 'node:zlib turn node:dns turn', status: 0 });
});
