/**
 * Hosts of AWS's instance and container metadata, where credentials and regions come from.
 *
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-imds-credentials.html
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html
 */
const metadataHosts = new Set(['169.254.169.254', 'fd00:ec2::254', '169.254.170.2', '169.254.170.23', 'fd00:ec2::23']);

/**
 * True for a host name (without port, IPv6 with or without brackets) that serves AWS metadata. HTTP instrumentation
 * makes no span of a request to one: SDK providers look there outside of any AWS call too.
 */
export function isAwsMetadataHost(hostname: string): boolean {
  // Asked of every outgoing request; only an IPv6 address is written in more than one way.
  if (!hostname.includes(':')) return metadataHosts.has(hostname);
  return metadataHosts.has(hostname.replace(/^\[|\]$/g, '').toLowerCase());
}
