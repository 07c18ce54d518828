'use strict';

/**
 * Client settings for an AWS stand-in at `endpoint`, for both generations of the SDK. The credentials are made
 * up and given here, so that no real ones are looked for on your machine.
 */
function awsSettings(endpoint) {
  return {
    region: 'us-east-1',
    endpoint,
    credentials: { accessKeyId: 'demo', secretAccessKey: 'demo' },
  };
}

module.exports = { awsSettings };
