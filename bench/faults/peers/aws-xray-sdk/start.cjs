// What the X-Ray SDK's documentation asks an application to write itself; every request is sampled.
const xray = require('aws-xray-sdk');

xray.middleware.disableCentralizedSampling();
xray.middleware.setSamplingRules({ version: 2, default: { fixed_target: 1000, rate: 1 }, rules: [] });
const open = xray.express.openSegment('faults');
globalThis.wrapHandler = (handler) => (request, response) => open(request, response, () => handler(request, response));
