/** What stands in place of a secret. */
const REDACTED = 'REDACTED';

/** Parameters, in lower case, whose values are credentials in themselves. */
const SECRETS: ReadonlySet<string> = new Set([
  'x-amz-signature',
  'x-amz-credential',
  'x-amz-security-token',
  'awsaccesskeyid',
  'signature',
  'key-pair-id',
  'sig',
  'x-goog-signature',
  'x-goog-credential',
]);

/**
 * Of these, the ones by which a URL is known to be presigned for AWS (SigV4, SigV2, CloudFront): whoever has it may do
 * what it says, so that no value of it is kept.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
 */
const PRESIGNED: ReadonlySet<string> = new Set([
  'x-amz-signature',
  'x-amz-credential',
  'awsaccesskeyid',
  'key-pair-id',
]);

/** In every name above; a name may also be escaped. */
const MAY_BE_SECRET = /sig|cred|token|key|%/i;

/**
 * A query (without its `?`) without secrets: the values of signatures and credentials are replaced, in a URL that is
 * presigned for AWS all values. Everything else stays as it was written.
 */
export function redactQuery(query: string): string {
  if (!MAY_BE_SECRET.test(query)) return query;
  const pairs = query.split('&');
  const names = pairs.map(nameOf);
  if (!names.some((name) => SECRETS.has(name))) return query;
  const isPresigned = names.some((name) => PRESIGNED.has(name));
  return pairs
    .map((pair, index) => (isPresigned || SECRETS.has(names[index] ?? '') ? withoutValue(pair) : pair))
    .join('&');
}

/** A request's path with its query (`/path?query`), its secrets redacted and its fragment cut off. */
export function redactPath(path: string): string {
  const end = path.indexOf('#');
  const withoutFragment = end < 0 ? path : path.slice(0, end);
  const start = withoutFragment.indexOf('?');
  if (start < 0) return withoutFragment;
  return `${withoutFragment.slice(0, start)}?${redactQuery(withoutFragment.slice(start + 1))}`;
}

/** What stands in a URL for a user name and a password: `REDACTED:REDACTED@`. */
export const REDACTED_USER_INFO = `${REDACTED}:${REDACTED}@`;

/** A full URL (`https://user:password@host/path?query`) without secrets. */
export function redactUrl(url: string): string {
  const match = /^([a-z][a-z\d+.-]*:\/\/)([^/?#]*)(.*)$/is.exec(url);
  if (match === null) return redactPath(url);
  const [, scheme = '', authority = '', rest = ''] = match;
  const at = authority.lastIndexOf('@');
  return `${scheme}${at < 0 ? authority : REDACTED_USER_INFO + authority.slice(at + 1)}${redactPath(rest)}`;
}

function nameOf(pair: string): string {
  const end = pair.indexOf('=');
  const name = (end < 0 ? pair : pair.slice(0, end)).toLowerCase();
  if (!name.includes('%')) return name;
  try {
    return decodeURIComponent(name).toLowerCase();
  } catch {
    // Not an escape; the server will not take it for one of these names either.
    return name;
  }
}

function withoutValue(pair: string): string {
  const end = pair.indexOf('=');
  return end < 0 ? pair : `${pair.slice(0, end)}=${REDACTED}`;
}
