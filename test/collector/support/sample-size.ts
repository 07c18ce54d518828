/**
 * How many spans the tests generate, and from which seed: the same ones on every run, unless
 * `OTEL_XRAY_TEST_SPANS` and `OTEL_XRAY_TEST_SEED` ask for others.
 */
export const SPANS: number = readWhole('OTEL_XRAY_TEST_SPANS', 2000);

/** See {@link SPANS}; the names of tests tell it. */
export const SEED: number = readWhole('OTEL_XRAY_TEST_SEED', 20_260_156);

/** For how long a test over all of them may run on a machine that has other work too. */
export const SPANS_TIMEOUT_MILLIS: number = 120_000 + SPANS * 20;

function readWhole(variable: string, standard: number): number {
  const text = process.env[variable];
  if (text === undefined) return standard;
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new Error(`"${variable}" is "${text}"; expected a whole number above 0.`);
  return Number(text);
}
