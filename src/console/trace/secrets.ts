/** Words that mark a key whose value nobody should read over a shoulder or on a screenshot. */
const SECRET_WORDS =
  /(?:^|[^a-z])(?:authorization|cookie|password|passwd|pwd|passphrase|secret|token|credentials?|signature|session_?id|api_?key|access_?key(?:_?id)?|private_?key|jwt|bearer)(?:$|[^a-z])/;

/** Whether a value under this key is hidden until it is asked for. */
export function isSecretKey(key: string): boolean {
  // `setCookie`, `set-cookie` and `SET_COOKIE` are one word to a reader.
  const words = key
    .replaceAll(/([a-z\d])([A-Z])/g, '$1_$2')
    .replaceAll(/[-\s]/g, '_')
    .toLowerCase();
  return SECRET_WORDS.test(words.replaceAll('_', ' ')) || SECRET_WORDS.test(words);
}

/** Texts that are secrets wherever they stand. */
const SECRET_TEXTS: readonly RegExp[] = [
  // Access key ids of AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g,
  // JSON web tokens: https://datatracker.ietf.org/doc/html/rfc7519
  /\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g,
  /(?<=\b(?:Bearer|Basic)\s+)[\w.~+/=-]{8,}/g,
  // Credentials in an address.
  /(?<=:\/\/[^\s/:@]{0,256}:)[^\s/@]{1,256}(?=@)/g,
  // Parameters of an address, presigned ones of AWS among them.
  /(?<=[?&](?:x-amz-signature|x-amz-credential|x-amz-security-token|signature|token|access_token|id_token|api_?key|key|password|secret|code)=)[^&\s#"]+/gi,
];

/** What stands where something is hidden. */
export const HIDDEN = '••••••';

/** A text with the secrets in it hidden. */
export function hideSecrets(text: string): string {
  if (text.length < 8) return text;
  return SECRET_TEXTS.reduce((shown, pattern) => shown.replaceAll(pattern, HIDDEN), text);
}

/** How a value that stands under `key` is shown; `isHidden` when something of it is not. */
export function shieldValue(key: string, value: string): { readonly text: string; readonly isHidden: boolean } {
  if (value === '') return { text: value, isHidden: false };
  if (isSecretKey(key)) return { text: HIDDEN, isHidden: true };
  const text = hideSecrets(value);
  return { text, isHidden: text !== value };
}
