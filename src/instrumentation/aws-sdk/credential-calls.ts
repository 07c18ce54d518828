/** Operations by which credential providers get credentials, by service id without spaces. */
const credentialCalls = new Set([
  'STS.AssumeRole',
  'STS.AssumeRoleWithSAML',
  'STS.AssumeRoleWithWebIdentity',
  'STS.GetFederationToken',
  'STS.GetSessionToken',
  'SSO.GetRoleCredentials',
  'SSOOIDC.CreateToken',
  'Signin.CreateOAuth2Token',
  'CognitoIdentity.GetCredentialsForIdentity',
  'CognitoIdentity.GetId',
  'CognitoIdentity.GetOpenIdToken',
]);

/**
 * True for calls that credential providers make. Without an active span they are not traced: each would be a
 * trace of its own that tells nothing about the application's work.
 */
export function isCredentialCall(service: string, operation: string): boolean {
  return credentialCalls.has(`${service}.${operation}`);
}
