import { type Link, type Span, propagation } from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { linkReceivedMessages } from '../../../src/instrumentation/aws-sdk/link-received-messages.ts';

const header = 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=0';

function linksOf(messages: unknown, isRecording = true): Link[] {
  const links: Link[] = [];
  const span = { isRecording: () => isRecording, addLink: (link: Link) => links.push(link) };
  linkReceivedMessages(span as unknown as Span, messages);
  return links;
}

test('a message links the span that its trace header names', () => {
  expect(linksOf([{ MessageId: 'm', Attributes: { AWSTraceHeader: header } }])).toEqual([
    {
      context: {
        traceId: '5759e988bd862e3fe1be46a994272793',
        spanId: '53995c3f42cd8ad8',
        traceFlags: 0,
        isRemote: true,
      },
      attributes: { 'messaging.message.id': 'm' },
    },
  ]);
});

test('a header without a parent is no link', () => {
  expect(linksOf([{ Attributes: { AWSTraceHeader: 'Root=1-5759e988-bd862e3fe1be46a994272793' } }])).toEqual([]);
});

describe('message attributes that a sender with upstream’s instrumentation wrote', () => {
  const spanId = '53995c3f42cd8ad8';
  const attributes = (parent: string) => ({
    traceparent: { StringValue: `00-5759e988bd862e3fe1be46a994272793-${parent}-00` },
  });
  beforeAll(() => propagation.setGlobalPropagator(new W3CTraceContextPropagator()));
  afterAll(() => propagation.disable());

  test('are a link', () => {
    const [link] = linksOf([{ MessageId: 'm', MessageAttributes: attributes(spanId) }]);
    expect(link?.context).toMatchObject({ spanId, isRemote: true });
    expect(link?.attributes).toEqual({ 'messaging.message.id': 'm' });
  });

  test('are one link with the trace header of the same span, and two with another’s', () => {
    const ids = (parent: string) =>
      linksOf([{ Attributes: { AWSTraceHeader: header }, MessageAttributes: attributes(parent) }]).map(
        ({ context }) => context.spanId,
      );
    expect(ids(spanId)).toEqual([spanId]);
    expect(ids('1111111111111111')).toEqual(['1111111111111111', spanId]);
  });

  test('that say nothing of a trace are none', () => {
    const own = { traceparent: { StringValue: 'mine' }, kind: { StringValue: 'x' } };
    expect(linksOf([{ MessageAttributes: own }, { MessageAttributes: { kind: 1 } }])).toEqual([]);
  });
});

test('a span that is not recorded costs nothing', () => {
  expect(linksOf([{ Attributes: { AWSTraceHeader: header } }], false)).toEqual([]);
});

test('an answer of any form is read without a throw', () => {
  const message = fc.dictionary(fc.constantFrom('Attributes', 'MessageAttributes', 'MessageId'), fc.anything());
  fc.assert(
    fc.property(fc.oneof(fc.array(fc.oneof(message, fc.anything())), fc.anything()), (messages) => {
      linksOf(messages);
    }),
  );
});
