import { expect, test } from 'vitest';
import { DEMO_MILLIS, runDemo } from './run-demo.ts';

test(
  'the demo shows its traces in the terminal: calls, annotations, a throttle, and a fault with its own line',
  async () => {
    const { output, exitCode } = await runDemo('start.js');
    expect(exitCode, output).toBe(0);
    expect(output).toMatch(/✓ GET \/products {2}200/);
    expect(output).toMatch(/▲ GET \/orders\/:id {2}404/);
    expect(output).toMatch(/◆ PUT \/carts\/:id {2}429/);
    expect(output).toMatch(/✖ POST \/orders {2}500/);
    expect(output).toContain('DynamoDB GetItem products');
    expect(output).toContain('BuildDailyReport');
    expect(output).toContain('orders=4');
    expect(output).toMatch(
      /TypeError: Cannot read properties of undefined \(reading 'percent'\)\s+│?\s+at demo\/shop\.js:\d+/,
    );
  },
  DEMO_MILLIS,
);
