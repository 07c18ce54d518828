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
    expect(output).toMatch(/DynamoDB GetItem products +aws +200/);
    expect(output).toMatch(/127\.0\.0\.1:\d+ GET \/prices\/tea +remote +200/);
    expect(output).toMatch(/shop@127\.0\.0\.1 SELECT id, .* sql /);
    expect(output).toMatch(/◆ └─ DynamoDB UpdateItem carts +aws +400/);
    expect(output).toMatch(/shop GET \/products\/:sku +segment +200/);
    expect(output).toMatch(/BuildDailyReport[^\n]*\n +orders=4 {2}\+2 metadata/);
    expect(output).toMatch(
      /TypeError: Cannot read properties of undefined \(reading 'percent'\)\n +│ +at demo\/shop\.js:\d+\n/,
    );
  },
  DEMO_MILLIS,
);
