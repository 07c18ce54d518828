import { accepted, type Parser, refused } from './parsed.ts';

/**
 * Makes a parser for one word out of several, in any case.
 *
 * @param words the allowed words, each with the value that it stands for
 * @see https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/#enum
 */
export function parseChoice<const Value extends string>(words: Readonly<Record<string, Value>>): Parser<Value> {
  const values = new Map(Object.entries(words).map(([word, value]) => [word.toLowerCase(), value]));
  return (text) => {
    const value = values.get(text.toLowerCase());
    return value === undefined ? refused() : accepted(value);
  };
}
