import { expect, test } from 'vitest';
import { serializeDocument } from '../../src/translator/json.ts';
import type { SegmentDocument } from '../../src/xray/segment-document.ts';

const BARE: SegmentDocument = { name: null, id: null, start_time: 0 };

test('name, id and start time are always written, and a newline ends the document', () => {
  expect(serializeDocument(BARE)).toBe('{"name":null,"id":null,"start_time":0}\n');
});

test('fields are written in the exporter’s order, whatever the order in the object', () => {
  const document: SegmentDocument = {
    sql: { user: 'u', url: 'q' },
    type: 'subsegment',
    metadata: { b: { y: 1, x: 2 }, a: null },
    cause: { exceptions: [{ stack: [{ label: 'f', line: 1, path: 'p' }], id: '1' }] },
    throttle: false,
    links: [{ id: '2', trace_id: '1' }],
    ...BARE,
  };
  expect(serializeDocument(document)).toBe(
    '{"name":null,"id":null,"start_time":0,"links":[{"trace_id":"1","id":"2"}],"throttle":false,' +
      '"cause":{"exceptions":[{"id":"1","stack":[{"path":"p","line":1,"label":"f"}]}]},' +
      '"metadata":{"a":null,"b":{"x":2,"y":1}},"type":"subsegment","sql":{"url":"q","user":"u"}}\n',
  );
});

test('what the translator never makes is written as well', () => {
  const document: SegmentDocument = {
    ...BARE,
    cause: '53995c3f42cd8ad8',
    subsegments: [{ ...BARE, traced: true }],
    precursor_ids: ['a'],
    resource_arn: 'arn',
  };
  expect(JSON.parse(serializeDocument(document))).toEqual(document);
});
