import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { isBrowserMissing, openConsole, type OpenConsole } from './open-console.ts';

describe.skipIf(isBrowserMissing)('the sampling rules', () => {
  let opened: OpenConsole;
  const post = async (operation: string, body: object): Promise<Response> =>
    await fetch(`${opened.xray.xrayEndpoint}/${operation}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  beforeAll(async () => {
    opened = await openConsole();
    const rule = {
      RuleName: 'orders',
      Priority: 10,
      FixedRate: 0.2,
      ReservoirSize: 3,
      ServiceName: 'shop',
      ServiceType: '*',
      Host: '*',
      HTTPMethod: 'POST',
      URLPath: '/orders*',
      ResourceARN: '*',
      Version: 1,
    };
    expect((await post('CreateSamplingRule', { SamplingRule: rule })).status).toBe(200);
    await opened.page.keyboard.press('g');
    await opened.page.keyboard.press('s');
  });
  afterEach(() => expect(opened.complaints).toEqual([]));
  afterAll(() => opened.close());

  test('are told in the order in which they are tried, with what they take', async () => {
    const { page } = opened;
    await page.locator('.rules tbody tr').nth(1).waitFor();
    expect(await page.locator('.rule-name bdi').allInnerTexts()).toEqual(['orders', 'Default']);
    expect(await page.locator('.rules tbody tr').first().innerText()).toMatch(/shop[^]*POST[^]*\/orders\*/);
    expect(await page.locator('.rules tbody tr').last().innerText()).toContain('Every request');
    await page.getByText('No sampler has reported').waitFor();
  });

  test('show what samplers report', async () => {
    const { page } = opened;
    const report = {
      RuleName: 'orders',
      ClientID: 'a'.repeat(24),
      RequestCount: 1200,
      SampledCount: 48,
      BorrowCount: 2,
    };
    await post('SamplingTargets', { SamplingStatisticsDocuments: [{ ...report, Timestamp: Date.now() / 1000 }] });
    await page.locator('.rules-figure', { hasText: '1,200' }).waitFor();
    expect(await page.locator('.rules tbody tr').first().locator('.rules-figure').allInnerTexts()).toEqual([
      '1,200',
      '48',
      '2',
    ]);
  });

  test('are changed here, for samplers too', async () => {
    const { page, xray } = opened;
    const rate = page.getByLabel('Fixed rate of orders');
    expect(await rate.inputValue()).toBe('20');
    await rate.fill('7.5');
    await rate.press('Enter');
    await page.getByText('Saved').waitFor();
    await page.getByLabel('Reservoir of orders').fill('9');
    await page.keyboard.press('Tab');
    await expect
      .poll(() => xray.samplingRules.get('orders')?.SamplingRule)
      .toMatchObject({ FixedRate: 0.075, ReservoirSize: 9 });
  });

  test('take no number that X-Ray would refuse', async () => {
    const { page, xray } = opened;
    const rate = page.getByLabel('Fixed rate of Default');
    await rate.fill('101');
    await rate.press('Enter');
    expect(xray.samplingRules.get('Default')?.SamplingRule.FixedRate).toBe(0.05);
    expect(await rate.evaluate((input: HTMLInputElement) => input.validity.rangeOverflow)).toBe(true);
  });
});
