'use strict';

// What an engineer writes for otel-xray: the span helpers where they help, the OpenTelemetry API elsewhere.
const { SpanStatusCode, trace } = require('@opentelemetry/api');
const { annotate, capture, metadata, recordException, setUser } = require('../../../../package/index.js');

module.exports = {
  prepare: (modules) => modules,
  client: (client) => client,
  open() {},
  close() {},
  annotate,
  metadata,
  setUser,
  recordException,
  capture,
  job: (name, work) =>
    trace.getTracer('shop').startActiveSpan(name, async (span) => {
      try {
        return await work();
      } catch (error) {
        span.recordException(error);
        span.setStatus({ code: SpanStatusCode.ERROR, message: error.message });
        throw error;
      } finally {
        span.end();
      }
    }),
};
