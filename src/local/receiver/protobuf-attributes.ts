import { type Attributes, type AttributeValue, createMap } from '../../translator/index.ts';
import { readPlainAttribute } from './plain-attribute.ts';
import type { ProtobufReader } from './protobuf-reader.ts';
import type { ValueBudget } from './value-budget.ts';

/** What the readers of OTLP's messages share while they read one request. */
export interface ProtobufDecoding {
  readonly reader: ProtobufReader;
  readonly budget: ValueBudget;
}

/**
 * Reads a `KeyValue` into `target`; a repeated key keeps the last value
 * (https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/common/v1/common.proto).
 */
export function readKeyValue(decoding: ProtobufDecoding, target: Record<string, AttributeValue>): void {
  if (readPlainAttribute(decoding, target)) return;
  const { reader } = decoding;
  let key = '';
  let value: AttributeValue = null;
  const outer = reader.enter();
  while (reader.next()) {
    if (reader.field === 1) key = reader.key();
    else if (reader.field === 2) value = readAnyValue(decoding);
    else reader.skip();
  }
  reader.leave(outer);
  target[key] = value;
}

function readAnyValue(decoding: ProtobufDecoding): AttributeValue {
  const { reader } = decoding;
  decoding.budget.spend();
  let value: AttributeValue = null;
  const outer = reader.enter();
  while (reader.next()) {
    if (reader.field < 1 || reader.field > 7) reader.skip();
    else value = readValue(decoding, reader.field);
  }
  reader.leave(outer);
  return value;
}

function readValue(decoding: ProtobufDecoding, field: number): AttributeValue {
  const { reader } = decoding;
  switch (field) {
    case 1:
      return reader.string();
    case 2:
      return reader.bool();
    case 3:
      return reader.int64();
    case 4:
      return reader.double();
    case 5:
      return readArrayValue(decoding);
    case 6:
      return readKeyValueList(decoding);
    default:
      return reader.bytes();
  }
}

function readArrayValue(decoding: ProtobufDecoding): AttributeValue {
  const { reader } = decoding;
  const values: AttributeValue[] = [];
  const outer = reader.enter();
  while (reader.next()) {
    if (reader.field === 1) values.push(readAnyValue(decoding));
    else reader.skip();
  }
  reader.leave(outer);
  return values;
}

function readKeyValueList(decoding: ProtobufDecoding): Attributes {
  const { reader } = decoding;
  const values = createMap<AttributeValue>();
  const outer = reader.enter();
  while (reader.next()) {
    if (reader.field === 1) readKeyValue(decoding, values);
    else reader.skip();
  }
  reader.leave(outer);
  return values;
}
