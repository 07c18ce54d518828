import { readFile } from 'node:fs/promises';
import type { Attributes } from '@opentelemetry/api';
import type { Detection } from './detection.ts';
import { parseJsonObject, readText } from './json-object.ts';
import { runUpstreamDetector } from './upstream-detector.ts';

const TOKEN_FILE = '/var/run/secrets/kubernetes.io/serviceaccount/token';
const EKS_ISSUER = /^https:\/\/oidc\.eks\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?\//;

/**
 * The EKS pod. The evidence is the issuer of the pod's own token, read from its file, so that no other
 * Kubernetes is asked anything; the cluster's name then comes from upstream's detector, which needs leave to
 * read two ConfigMaps and finds nothing without.
 */
export async function detectEks({ environment, kubernetesTokenFile = TOKEN_FILE }: Detection): Promise<Attributes> {
  if (!environment['KUBERNETES_SERVICE_HOST']) return {};
  const region = readEksRegion(await readFile(kubernetesTokenFile, 'utf8').catch(() => ''));
  if (region === undefined) return {};
  return {
    'cloud.provider': 'aws',
    'cloud.platform': 'aws_eks',
    'cloud.region': region,
    // Kubernetes names a pod's host after the pod.
    'k8s.pod.name': environment['HOSTNAME'],
    ...(await runUpstreamDetector('eks')),
  };
}

function readEksRegion(token: string): string | undefined {
  try {
    const claims = parseJsonObject(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    return EKS_ISSUER.exec(readText(claims, 'iss') ?? '')?.[1];
  } catch {
    // Not a token that Kubernetes wrote: no evidence.
    return undefined;
  }
}
