import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isHealthCheck } from '../../src/sampler/health-check.ts';

test.each([
  { 'url.path': '/health' },
  { 'url.path': '/health/' },
  { 'url.path': '/healthz' },
  { 'url.path': '/healthz/' },
  { 'url.path': '/livez' },
  { 'url.path': '/readyz/' },
  { 'http.target': '/readyz?verbose' },
  { 'http.target': '/healthz/?exclude=etcd&timeout=30s' },
  { 'url.path': '/', 'user_agent.original': 'ELB-HealthChecker/2.0' },
  { 'url.path': '/ping', 'user_agent.original': 'kube-probe/1.31' },
  {
    'url.path': '/',
    'user_agent.original': 'Amazon-Route53-Health-Check-Service (ref 1234; report http://amzn.to/1vsZADi)',
  },
  { 'http.target': '/', 'http.user_agent': 'kube-probe/1.31+' },
])('a probe is recognised by %o', (attributes) => {
  expect(isHealthCheck(attributes)).toBe(true);
});

test.each([
  {},
  { 'url.path': '/' },
  { 'url.path': '' },
  { 'url.path': '//' },
  { 'url.path': '/health//' },
  { 'url.path': '/healthy' },
  { 'url.path': '/health/db' },
  { 'url.path': '/api/health' },
  { 'url.path': '/Health' },
  { 'http.target': '/orders?next=/health' },
  { 'url.path': 404 },
  { 'url.path': ['/health'] },
  { 'user_agent.original': 'my-ELB-HealthChecker/2.0' },
  { 'user_agent.original': 'Mozilla/5.0 kube-probe/1.31' },
])('a request is not taken for a probe by %o', (attributes) => {
  expect(isHealthCheck(attributes)).toBe(false);
});

test('hostile paths and user agents of any length are only compared', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (path, userAgent) => {
      expect(typeof isHealthCheck({ 'url.path': path, 'user_agent.original': userAgent })).toBe('boolean');
    }),
  );
  expect(
    isHealthCheck({ 'url.path': `/health${'/'.repeat(1 << 20)}`, 'user_agent.original': 'x'.repeat(1 << 20) }),
  ).toBe(false);
});
