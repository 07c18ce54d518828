import type { Link, Span } from '@opentelemetry/api';
import fc from 'fast-check';
import { expect, test } from 'vitest';
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

test('a header without a parent, or one that upstream links already, is no further link', () => {
  expect(linksOf([{ Attributes: { AWSTraceHeader: 'Root=1-5759e988-bd862e3fe1be46a994272793' } }])).toEqual([]);
  const traceparent = { StringValue: '00-5759e988bd862e3fe1be46a994272793-53995c3f42cd8ad8-00' };
  expect(linksOf([{ Attributes: { AWSTraceHeader: header }, MessageAttributes: { traceparent } }])).toEqual([]);
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
