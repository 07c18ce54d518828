import { describe, expect, test } from 'vitest';
import { makeName } from '../../src/translator/name.ts';
import type { Attributes, SpanRecordKind } from '../../src/translator/span.ts';
import { makeSpan } from './spans.ts';

/** From the first rule to the last but one; the last is the span's own name. */
const TOLD: readonly [key: string, value: string, name: string][] = [
  ['aws.remote.service', 'remote', 'remote'],
  ['peer.service', 'peer', 'peer'],
  ['aws.service', 'S3', 'S3'],
  ['db.name', 'shop', 'shop'],
  ['rpc.service', 'rpc', 'rpc'],
  ['http.host', 'host', 'host'],
  ['net.peer.name', 'peer.example', 'peer.example'],
];

function nameOf(kind: SpanRecordKind, attributes: Attributes, resource: Attributes = {}) {
  return makeName(makeSpan({ kind, attributes, resource: { attributes: resource } }));
}

describe('the first rule that gives a name wins', () => {
  test.each(TOLD.map(([key, , name], index) => ({ key, name, index })))('$key', ({ name, index }) => {
    const attributes = Object.fromEntries(TOLD.slice(index).toReversed());
    expect(nameOf('client', attributes).name).toBe(name);
  });

  test('a value that is empty or no text does not stop the search', () => {
    const values = ['', 5n, true, null];
    const attributes = Object.fromEntries(TOLD.map(([key], index) => [key, values[index % values.length] ?? null]));
    expect(nameOf('client', attributes).name).toBe('op');
  });

  test('a server is named after its service, but after a peer service first', () => {
    expect(nameOf('server', { 'http.host': 'h' }, { 'service.name': 'shop' }).name).toBe('shop');
    expect(nameOf('server', { 'peer.service': 'p' }, { 'service.name': 'shop' }).name).toBe('p');
  });

  test('a local service names servers, and internal spans that are local roots', () => {
    const local = { 'aws.local.service': 'local' };
    expect(nameOf('server', local).name).toBe('local');
    expect(nameOf('internal', { ...local, 'aws.span.kind': 'LOCAL_ROOT' }).name).toBe('local');
    expect(nameOf('internal', local).name).toBe('op');
    expect(nameOf('client', local).name).toBe('op');
  });

  test('AWS services lose the prefix that marks them, on AWS calls only', () => {
    const remote = { 'aws.remote.service': 'AWS::DynamoDB' };
    expect(nameOf('client', { ...remote, 'rpc.system': 'aws-api' }).name).toBe('DynamoDB');
    expect(nameOf('client', remote).name).toBe('AWS::DynamoDB');
  });

  test('a database stands with its host', () => {
    const attributes = { 'db.name': 'shop', 'db.connection_string': 'jdbc:mysql://db.example:3306/shop' };
    expect(nameOf('client', attributes).name).toBe('shop@db.example');
  });
});

describe('the namespace tells whose service it is', () => {
  test.each<[SpanRecordKind, Attributes, string | undefined]>([
    ['client', {}, 'remote'],
    ['producer', {}, 'remote'],
    ['consumer', {}, undefined],
    ['internal', { 'peer.service': 'p' }, undefined],
    ['internal', { 'rpc.system': 'aws-api' }, 'aws'],
    ['client', { 'aws.service': '' }, 'aws'],
    ['client', { 'aws.service': 'S3', 'peer.service': 'p' }, 'remote'],
  ])('%s with %j: %s', (kind, attributes, namespace) => {
    expect(nameOf(kind, attributes).namespace).toBe(namespace);
  });
});
