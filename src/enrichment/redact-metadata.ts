import { cleanValue, type IsSecretKey } from './clean-value.ts';

/** A namespace of metadata larger than this is cut anyway. */
const MAX_CHARACTERS = 128 * 1024;

/**
 * A namespace of metadata, JSON in a text, with `REDACTED` in place of the values of secret keys at any depth; any other
 * value cleaned as it is.
 */
export function redactMetadata(value: unknown, isSecretKey: IsSecretKey | undefined): unknown {
  if (typeof value !== 'string' || value.length > MAX_CHARACTERS) return cleanValue(value, isSecretKey);
  try {
    const parsed: unknown = JSON.parse(value);
    const cleaned = cleanValue(parsed, isSecretKey);
    return cleaned === parsed ? value : JSON.stringify(cleaned);
  } catch {
    // The exporter will not read it as JSON either.
    return cleanValue(value, isSecretKey);
  }
}
