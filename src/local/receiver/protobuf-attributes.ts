import type { Attributes, AttributeValue } from '../../translator/index.ts';
import type { ProtobufReader } from './protobuf-reader.ts';
import type { ValueBudget } from './value-budget.ts';

/** What the readers of OTLP's messages share while they read one request. */
export interface ProtobufDecoding {
  readonly reader: ProtobufReader;
  readonly budget: ValueBudget;
}

/** An empty object for attributes; without a prototype, so that no key is special. */
export function createAttributes(): Record<string, AttributeValue> {
  return Object.create(null) as Record<string, AttributeValue>;
}

/**
 * Reads a `KeyValue` into `target`; a repeated key keeps the last value
 * (https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/common/v1/common.proto).
 */
export function readKeyValue(decoding: ProtobufDecoding, target: Record<string, AttributeValue>): void {
  const { reader } = decoding;
  let key = '';
  let value: AttributeValue = null;
  reader.message((field) => {
    if (field === 1) key = reader.string();
    else if (field === 2) value = readAnyValue(decoding);
    else reader.skip();
  });
  target[key] = value;
}

function readAnyValue(decoding: ProtobufDecoding): AttributeValue {
  decoding.budget.spend();
  let value: AttributeValue = null;
  decoding.reader.message((field) => {
    const read = VALUE_READERS[field];
    if (read === undefined) decoding.reader.skip();
    else value = read(decoding);
  });
  return value;
}

const VALUE_READERS: Readonly<Record<number, (decoding: ProtobufDecoding) => AttributeValue>> = {
  1: ({ reader }) => reader.string(),
  2: ({ reader }) => reader.bool(),
  3: ({ reader }) => reader.int64(),
  4: ({ reader }) => reader.double(),
  5: readArrayValue,
  6: readKeyValueList,
  7: ({ reader }) => reader.bytes(),
};

function readArrayValue(decoding: ProtobufDecoding): AttributeValue {
  const values: AttributeValue[] = [];
  decoding.reader.message((field) => {
    if (field === 1) values.push(readAnyValue(decoding));
    else decoding.reader.skip();
  });
  return values;
}

function readKeyValueList(decoding: ProtobufDecoding): Attributes {
  const values = createAttributes();
  decoding.reader.message((field) => {
    if (field === 1) readKeyValue(decoding, values);
    else decoding.reader.skip();
  });
  return values;
}
