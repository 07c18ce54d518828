import { validateHeaderName, validateHeaderValue } from 'node:http';

/** Throws on a header that a request over HTTP/1 cannot carry. */
export function checkHttpHeader(name: string, value: string): void {
  validateHeaderName(name);
  validateHeaderValue(name, value);
}
