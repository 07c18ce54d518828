'use strict';

// What an engineer writes for the X-Ray SDK, after its guide: every module and client is captured by hand.
const { createRequire } = require('node:module');
const path = require('node:path');

const peers = createRequire(path.join(__dirname, '../../peers/package.json'));
const AWSXRay = peers('aws-xray-sdk');
const { captureFetchGlobal } = peers('aws-xray-sdk-fetch');

AWSXRay.middleware.disableCentralizedSampling();
AWSXRay.middleware.setSamplingRules({ version: 2, rules: [], default: { fixed_target: 1, rate: 1 } });

/** The segment's subsegment that is active, or the segment. */
const active = () => AWSXRay.getSegment();
const segment = () => active().segment ?? active();

module.exports = {
  prepare(modules) {
    AWSXRay.captureHTTPsGlobal(modules.http);
    AWSXRay.capturePromise();
    captureFetchGlobal();
    return { ...modules, pg: AWSXRay.capturePostgres(modules.pg), AWS: AWSXRay.captureAWS(modules.AWS) };
  },
  client: (client) => AWSXRay.captureAWSv3Client(client),
  open: (app) => app.use(AWSXRay.express.openSegment('shop')),
  close: (app) => app.use(AWSXRay.express.closeSegment()),
  annotate: (key, value) => active().addAnnotation(key, value),
  metadata: (key, value, namespace) => active().addMetadata(key, value, namespace),
  setUser: (id) => segment().setUser(id),
  recordException: (error) => active().addError(error),
  capture: (name, work) =>
    AWSXRay.captureAsyncFunc(name, async (subsegment) => {
      try {
        const result = await work();
        subsegment?.close();
        return result;
      } catch (error) {
        subsegment?.close(error);
        throw error;
      }
    }),
  job: (name, work) =>
    AWSXRay.getNamespace().runAndReturn(async () => {
      const job = new AWSXRay.Segment('shop');
      AWSXRay.setSegment(job);
      try {
        return await work();
      } catch (error) {
        job.addError(error);
        throw error;
      } finally {
        job.close();
      }
    }),
};
