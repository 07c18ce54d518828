import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinRoute } from '../../../src/instrumentation/express/join-route.ts';

describe('joinRoute', () => {
  it.each([
    ['', '/users/:id', '/users/:id'],
    ['/api', '/users/:id', '/api/users/:id'],
    ['/api', '/', '/api'],
    ['', '/', ''],
    ['/api', '', '/api'],
    ['/api', 'users', '/api/users'],
    ['', '/api/', '/api'],
    ['/api', /^\/v\d+/, String.raw`/api/^\/v\d+/`],
    ['', ['/a', '/b/:id'], '/a,/b/:id'],
  ] as const)('%j with %s is %j', (prefix, path, route) => {
    expect(joinRoute(prefix, path)).toBe(route);
  });

  it('never loses the prefix and never ends in a slash of its own', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^(\/[a-z]+){0,3}$/),
        fc.stringMatching(/^(\/[a-z:]+){0,3}\/?$/),
        (prefix, path) => {
          const route = joinRoute(prefix, path);
          expect(route.startsWith(prefix)).toBe(true);
          expect(route.length > 1 && route.endsWith('/')).toBe(false);
        },
      ),
    );
  });
});
