'use strict';

// What an engineer writes for ADOT JS: the OpenTelemetry API, with the attributes that the collector documents.
const { createRequire } = require('node:module');
const path = require('node:path');

const peers = createRequire(path.join(__dirname, '../../peers/package.json'));
const { trace, SpanStatusCode } = peers('@opentelemetry/api');

const tracer = trace.getTracer('shop');
const active = () => trace.getActiveSpan();

async function inSpan(name, work) {
  return tracer.startActiveSpan(name, async (span) => {
    try {
      return await work(span);
    } catch (error) {
      span.recordException(error);
      span.setStatus({ code: SpanStatusCode.ERROR, message: error.message });
      throw error;
    } finally {
      span.end();
    }
  });
}

module.exports = {
  prepare: (modules) => modules,
  client: (client) => client,
  open() {},
  close() {},
  annotate(key, value) {
    active()?.setAttributes({ [key]: value, 'aws.xray.annotations': [key] });
  },
  metadata(key, value, namespace) {
    active()?.setAttribute(`aws.xray.metadata.${namespace}`, JSON.stringify({ [key]: value }));
  },
  setUser: (id) => active()?.setAttribute('enduser.id', id),
  recordException: (error) => active()?.recordException(error),
  capture: inSpan,
  job: inSpan,
};
