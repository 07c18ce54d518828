import { Metadata } from '@grpc/grpc-js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkGrpcHeader, lowerCased } from '../../src/exporter/grpc-headers.ts';

test.each(['te', 'Host', 'Connection', 'content-length', 'Keep-Alive', ':path', 'x-trace-bin', 'bad name', ''])(
  'the header "%s" cannot be sent',
  (name) => {
    expect(() => checkGrpcHeader(name, 'x')).toThrow(TypeError);
  },
);

test('what may be sent is also allowed by the client of gRPC', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (name, value) => {
      try {
        checkGrpcHeader(name, value);
      } catch {
        return;
      }
      new Metadata().set(name, value);
    }),
  );
});

test('names are sent in lower case', () => {
  expect(lowerCased({ 'X-Api-Key': 'Abc' })).toEqual({ 'x-api-key': 'Abc' });
});
