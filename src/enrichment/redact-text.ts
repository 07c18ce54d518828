/** What stands in place of a secret. */
export const REDACTED = 'REDACTED';

/**
 * Nearly all texts have none of these, and are not looked at any further. Before the `=` stand the last two letters of
 * the names in {@link PARAMETER} and {@link PRESIGNED}.
 */
const SUSPICIOUS =
  /A[KS]IA|@|(?:[Rr][Ee]|[Aa][Ll]|[Ee][Nn]|[Ii][DdGg]|[WwEe][Tt]|[RrWw][Dd]|[Ee][Yy]|[Oo][Nn]|[Tt][Hh])=|[Bb]earer |[Bb]asic |[Ss]ecret|SECRET|[Tt]oken|TOKEN/;
const CREDENTIAL_WORDS = /[Bb]earer |[Bb]asic |[Ss]ecret|SECRET|[Tt]oken|TOKEN/;

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids */
const ACCESS_KEY = /\b(?:AKIA|ASIA)[A-Z\d]{16}\b/g;

/**
 * Query parameters, and fields of SigV4's Authorization header, whose values are credentials or stand for them. A
 * backslash ends a value, so that JSON in a text stays JSON.
 */
const PARAMETER =
  /(^|[\s?&;,("'])((?:x-(?:amz|goog)-(?:signature|credential|security-token)|signature|credential|(?:aws|goog)?accesskeyid|googleaccessid|key-pair-id|sig|(?:access|id|refresh|session|auth|security)?[_-]?token|jwt|(?:client|app)?[_-]?secret|password|passwd|pwd|(?:x-)?api[_-]?key|authorization|auth)=)[^\s&;,"'<>)\\]+/gi;

/** Whoever has a URL that is presigned for AWS may do what it says, so that no value of its query is kept. */
const PRESIGNED = /(?:x-amz-(?:signature|credential)|awsaccesskeyid|key-pair-id)=/i;
const QUERY = /[\w.~%+-]{1,64}=[^\s&;,"'<>)\\#]*(?:&[\w.~%+-]{1,64}=[^\s&;,"'<>)\\#]*)+/g;

/** `user:password@` of a URL; a user alone may be a token, a password may hold an `@`. */
const USER_INFO = /:\/\/[^\s/?#"'\\]{1,1024}@/g;

/** Credentials in the text of an Authorization header. */
const SCHEME = /\b(bearer|basic)\s+[\w~.+/-]{20,}=*/gi;

/** Secret keys and session tokens beside their names, in JSON and in variables. */
const NAMED_SECRET =
  /((?:secret_?access_?key|session_?token|client_?secret)["']?\s{0,4}[:=]\s{0,4}["']?)[\w/+=-]{8,}/gi;

/**
 * The text without AWS access keys, and without the values of credentials, signatures and tokens in URLs, headers and
 * settings; each is replaced by `REDACTED`. Linear in the text.
 */
export function redactText(text: string): string {
  if (!SUSPICIOUS.test(text)) return text;
  let redacted = text.replace(ACCESS_KEY, REDACTED);
  if (text.includes('=')) {
    if (PRESIGNED.test(text)) redacted = redacted.replace(QUERY, redactPresigned);
    redacted = redacted.replace(PARAMETER, `$1$2${REDACTED}`);
  }
  if (text.includes('@')) redacted = redacted.replace(USER_INFO, `://${REDACTED}@`);
  if (CREDENTIAL_WORDS.test(text)) {
    redacted = redacted.replace(SCHEME, `$1 ${REDACTED}`).replace(NAMED_SECRET, `$1${REDACTED}`);
  }
  return redacted;
}

function redactPresigned(query: string): string {
  return PRESIGNED.test(query) ? query.replace(/=[^&]+/g, `=${REDACTED}`) : query;
}
