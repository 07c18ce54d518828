import type { Attributes } from '@opentelemetry/api';
import { wireRule, type WireRule } from '../../test/sampler/support/sampling-service.ts';

/** A rule, and the requests that it is meant for. */
export interface RuleTraffic {
  readonly rule: WireRule;
  /** What a request that this rule decides looks like; the number makes routes differ. */
  readonly request: (n: number) => Attributes;
  /** Requests per second that one process serves on average, outside of bursts. */
  readonly perSecond: number;
}

function get(path: string, more: Attributes = {}): Attributes {
  return { 'http.request.method': 'GET', 'server.address': 'shop.example', 'url.path': path, ...more };
}

/** Ten rules, as a shop might have them: every field of a rule decides somewhere. */
export const TRAFFIC: readonly RuleTraffic[] = [
  {
    rule: wireRule({ RuleName: 'static', Priority: 100, URLPath: '/static/*', FixedRate: 0, ReservoirSize: 0 }),
    request: (n) => get(`/static/${n % 200}.js`),
    perSecond: 5,
  },
  {
    rule: wireRule({
      RuleName: 'checkout',
      Priority: 200,
      URLPath: '/checkout*',
      HTTPMethod: 'POST',
      FixedRate: 0.2,
      ReservoirSize: 20,
    }),
    request: () => get('/checkout', { 'http.request.method': 'POST' }),
    perSecond: 1,
  },
  {
    rule: wireRule({ RuleName: 'admin', Priority: 300, Host: 'admin.*', FixedRate: 1, ReservoirSize: 5 }),
    request: (n) => get(`/users/${n % 50}`, { 'server.address': 'admin.shop.example' }),
    perSecond: 0.1,
  },
  {
    rule: wireRule({
      RuleName: 'gold',
      Priority: 400,
      Attributes: { 'customer.tier': 'gold' },
      FixedRate: 0.1,
      ReservoirSize: 100,
    }),
    request: (n) => get(`/orders/${n % 100}`, { 'customer.tier': 'Gold' }),
    perSecond: 4,
  },
  {
    rule: wireRule({ RuleName: 'webhooks', Priority: 500, URLPath: '/hooks/?/*', FixedRate: 0.5, ReservoirSize: 7 }),
    request: (n) => get(`/hooks/${n % 9}/${n % 30}`),
    perSecond: 0.5,
  },
  {
    rule: wireRule({
      RuleName: 'fargate batch',
      Priority: 600,
      ServiceType: 'AWS::ECS::Fargate',
      URLPath: '/batch*',
      FixedRate: 0.05,
      ReservoirSize: 50,
    }),
    request: () => get('/batch'),
    perSecond: 3,
  },
  {
    rule: wireRule({ RuleName: 'search', Priority: 700, URLPath: '/search', FixedRate: 0.02, ReservoirSize: 0 }),
    request: () => get('/search'),
    perSecond: 6,
  },
  {
    rule: wireRule({ RuleName: 'orders', Priority: 800, URLPath: '/orders/*', FixedRate: 0.05, ReservoirSize: 30 }),
    request: (n) => get(`/orders/${n % 100}`),
    perSecond: 4,
  },
  {
    rule: wireRule({ RuleName: 'payments', Priority: 900, ServiceName: 'payments', FixedRate: 1, ReservoirSize: 50 }),
    request: () => get('/never'),
    perSecond: 0,
  },
  {
    rule: wireRule({ RuleName: 'Default', Priority: 10_000, FixedRate: 0.05, ReservoirSize: 1 }),
    request: (n) => get(`/${n % 20}`),
    perSecond: 3,
  },
];
