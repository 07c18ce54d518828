// Static named imports: Node must know the names of a CommonJS module before it runs.
import { createRequire } from 'node:module';
import {
  annotate,
  capture,
  isSampled,
  markError,
  markFault,
  markThrottle,
  metadata,
  recordException,
  setSegmentName,
  setUser,
  start,
  traceId,
  withSegment,
} from 'otel-xray';
import * as everything from 'otel-xray';

const named = {
  annotate,
  capture,
  isSampled,
  markError,
  markFault,
  markThrottle,
  metadata,
  recordException,
  setSegmentName,
  setUser,
  start,
  traceId,
  withSegment,
};
const required = createRequire(import.meta.url)('otel-xray');
const same = Object.keys(named).filter(
  (name) => named[name] === required[name] && typeof required[name] === 'function',
);
console.log(JSON.stringify({ same, required: Object.keys(required), imported: Object.keys(everything) }));
