/** Captured headers and RPC metadata: `http.request.header.authorization`. */
const HEADER = /^(?:http|rpc)\.(?:[\w]+\.)?(?:request|response)\.(?:header|metadata)\.(.+)$/;
const SECRET_HEADER =
  /authorization|authenticat|cookie|token|secret|api[-_]?key|password|signature|credential|^x-amzn-oidc-|^forwarded-client-cert|client-cert/i;

/** True for an attribute that holds a captured header whose value is a credential, such as `cookie`. */
export function isSecretHeader(key: string): boolean {
  const name = HEADER.exec(key)?.[1];
  return name !== undefined && SECRET_HEADER.test(name);
}
