import { describe, expect, it } from 'vitest';
import { createStandIn, type Extras } from '../../src/distro/stand-in.ts';

class Reader {
  static readonly kind = 'periodic';
  readonly interval: number;
  constructor(interval: number) {
    this.interval = interval;
  }
}
const packages: Extras = { sdk_metrics: { Reader, double: (value: number) => value * 2 } };

/** A stand-in and how often it has loaded its package. */
function standIn(name: string): { readonly stand: unknown; readonly loads: () => number } {
  let loads = 0;
  const load = (): Extras => {
    loads += 1;
    return packages;
  };
  return { stand: createStandIn('sdk_metrics', name, load), loads: () => loads };
}

describe('createStandIn', () => {
  it('loads nothing until it is used', () => {
    const { stand, loads } = standIn('Reader');

    expect(typeof stand).toBe('function');
    expect(loads()).toBe(0);
  });

  it('constructs the real class', () => {
    const { stand } = standIn('Reader');
    const reader = new (stand as typeof Reader)(5);

    expect(reader).toBeInstanceOf(Reader);
    expect(reader).toBeInstanceOf(stand);
    expect(reader.interval).toBe(5);
  });

  it('calls the real function', () => {
    expect((standIn('double').stand as (value: number) => number)(4)).toBe(8);
  });

  it('reads the real members', () => {
    const stand = standIn('Reader').stand as typeof Reader;

    expect(stand.kind).toBe('periodic');
    expect('kind' in stand).toBe(true);
    expect('other' in stand).toBe(false);
  });

  it('names an export that does not exist', () => {
    const { stand } = standIn('Missing');

    expect(() => new (stand as typeof Reader)(1)).toThrow('"sdk_metrics" has no export "Missing".');
  });
});
