import type { LookupAddress } from 'node:dns';
import { expect, test } from 'vitest';
import { createLookup } from '../../src/exporter/lookup-address.ts';

function look(host: string, known?: string): Promise<LookupAddress[]> {
  return new Promise((resolve, reject) => {
    createLookup({ known, asksSystem: false })(host, { all: true }, (error, found) => {
      if (error) reject(error);
      else resolve(found as LookupAddress[]);
    });
  });
}

test('where a host was reached before, it is reached again', async () => {
  expect(await look('collector.example', '10.1.2.3')).toEqual([{ address: '10.1.2.3', family: 4 }]);
  expect(await look('collector.example', 'fd00::1')).toEqual([{ address: 'fd00::1', family: 6 }]);
});

test('this machine is found without a name server', async () => {
  expect((await look('LocalHost')).map(({ address }) => address)).toContain('127.0.0.1');
});

test('one address is given to those who ask for one', async () => {
  const found = await new Promise((resolve) => {
    createLookup({ known: '10.1.2.3', asksSystem: false })('collector', {}, (_error, address, family) =>
      resolve([address, family]),
    );
  });
  expect(found).toEqual(['10.1.2.3', 4]);
});
