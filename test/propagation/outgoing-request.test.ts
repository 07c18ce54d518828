import { ROOT_CONTEXT } from '@opentelemetry/api';
import { beforeEach, expect, test } from 'vitest';
import { noteOutgoingRequest, takeOutgoingRequest } from '../../src/propagation/outgoing-request.ts';

const note = (name: string): object => {
  const carrier = {};
  noteOutgoingRequest({ host: () => name, isInjection: (_context, candidate) => candidate === carrier });
  return carrier;
};
const hostFor = (carrier: unknown): string | undefined => takeOutgoingRequest(ROOT_CONTEXT, carrier)?.host();

beforeEach(() => {
  for (let index = 0; index < 4; index += 1) noteOutgoingRequest({ host: () => undefined, isInjection: () => true });
  for (let index = 0; index < 4; index += 1) hostFor({});
});

test('a note is for its own injection, once', () => {
  const carrier = note('a');
  expect(hostFor({})).toBeUndefined();
  expect(hostFor(carrier)).toBe('a');
  expect(hostFor(carrier)).toBeUndefined();
});

test('a request noted while another one waits leaves that one its note', () => {
  const outer = note('outer');
  const inner = note('inner');
  expect(hostFor(inner)).toBe('inner');
  expect(hostFor(outer)).toBe('outer');
});

test('notes whose injection never came do not pile up, and reach no other request', () => {
  for (let index = 0; index < 100; index += 1) note(`lost ${index}`);
  const carrier = note('mine');
  expect(hostFor({})).toBeUndefined();
  expect(hostFor(carrier)).toBe('mine');
});
