import { type Attributes, type AttributeValue, createMap } from '../../translator/index.ts';
import { MAX_MESSAGE_DEPTH } from './decode-limits.ts';
import {
  type JsonObject,
  readBoolean,
  readDouble,
  readInteger,
  readList,
  readObject,
  readString,
} from './json-value.ts';
import { MalformedMessage } from './malformed-message.ts';
import type { ValueBudget } from './value-budget.ts';

/** The attributes of a list of OTLP/JSON `KeyValue` objects; a repeated key keeps the last value. */
export function readJsonAttributes(value: unknown, budget: ValueBudget, depth = 0): Attributes {
  const attributes = createMap<AttributeValue>();
  for (const entry of readList(value, 'attributes')) {
    const keyValue = readObject(entry, 'attributes');
    attributes[readString(keyValue['key'], 'key')] = readJsonValue(keyValue['value'], budget, depth + 1);
  }
  return attributes;
}

function readJsonValue(value: unknown, budget: ValueBudget, depth: number): AttributeValue {
  budget.spend();
  if (depth > MAX_MESSAGE_DEPTH) {
    throw new MalformedMessage(`The message is nested deeper than ${MAX_MESSAGE_DEPTH} levels.`);
  }
  const anyValue = readObject(value, 'value');
  const scalar = readScalar(anyValue);
  if (scalar !== undefined) return scalar;
  if (isSet(anyValue['arrayValue'])) {
    const { values } = readObject(anyValue['arrayValue'], 'arrayValue');
    return readList(values, 'values').map((item) => readJsonValue(item, budget, depth + 1));
  }
  if (isSet(anyValue['kvlistValue'])) {
    return readJsonAttributes(readObject(anyValue['kvlistValue'], 'kvlistValue')['values'], budget, depth);
  }
  return null;
}

function readScalar(value: JsonObject): AttributeValue | undefined {
  if (isSet(value['stringValue'])) return readString(value['stringValue'], 'stringValue');
  if (isSet(value['boolValue'])) return readBoolean(value['boolValue'], 'boolValue');
  if (isSet(value['doubleValue'])) return readDouble(value['doubleValue'], 'doubleValue');
  if (isSet(value['bytesValue'])) return toBytes(readString(value['bytesValue'], 'bytesValue'));
  return isSet(value['intValue']) ? BigInt.asIntN(64, readInteger(value['intValue'], 'intValue')) : undefined;
}

function isSet(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function toBytes(base64: string): Uint8Array {
  return new Uint8Array(Buffer.from(base64, 'base64'));
}
