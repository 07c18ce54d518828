import { parseList } from './parse-list.ts';

/**
 * Reads host patterns separated by commas, such as `*.internal.example.com,orders:8080,[::1]`: host names or
 * addresses with an optional port, `*` for any run of characters, in lower case.
 */
export const parseHostPatterns = parseList((item) =>
  /^(\[[\da-f:.*]{2,45}\]|[\w*.-]{1,253})(:(\d{1,5}|\*))?$/i.test(item) ? item.toLowerCase() : undefined,
);
