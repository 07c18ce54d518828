import type { Attributes } from '@opentelemetry/api';

const PATHS: ReadonlySet<string> = new Set(['/health', '/healthz', '/livez', '/readyz']);
/** The longest of the paths above with a trailing slash: longer ones are not looked up. */
const LONGEST_PATH = '/healthz/'.length;

const USER_AGENTS = ['ELB-HealthChecker/', 'kube-probe/', 'Amazon-Route53-Health-Check-Service'] as const;

/**
 * Whether a server span's first attributes say that a probe asks: the path (`url.path`, `http.target`) is
 * `/health`, `/healthz`, `/livez` or `/readyz` with or without a trailing slash, or the user agent
 * (`user_agent.original`, `http.user_agent`) is that of an Elastic Load Balancer, Kubernetes or Route 53.
 */
export function isHealthCheck(attributes: Attributes): boolean {
  return (
    isHealthPath(attributes['url.path'] ?? attributes['http.target']) ||
    isProbeUserAgent(attributes['user_agent.original'] ?? attributes['http.user_agent'])
  );
}

function isHealthPath(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  const queryAt = value.indexOf('?');
  let end = queryAt === -1 ? value.length : queryAt;
  if (end > LONGEST_PATH) return false;
  if (end > 1 && value.charCodeAt(end - 1) === 47 /* / */) end -= 1;
  return PATHS.has(end === value.length ? value : value.slice(0, end));
}

function isProbeUserAgent(value: unknown): boolean {
  return typeof value === 'string' && USER_AGENTS.some((prefix) => value.startsWith(prefix));
}
