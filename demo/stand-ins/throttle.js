'use strict';

/** Carts with this id sit on a hot partition: every try is throttled. */
const HOT_CART = 'black-friday';

/**
 * Decides which DynamoDB requests are throttled: writes to the table `carts`, at the first try for each cart, and
 * always for the hot one. Gives the answer that DynamoDB would give, or undefined to let the request through.
 */
function createThrottle() {
  const seen = new Set();
  return function throttle(request, body) {
    if (!String(request.headers['x-amz-target']).endsWith('.UpdateItem')) return undefined;
    const { TableName, Key } = JSON.parse(body);
    if (TableName !== 'carts') return undefined;
    const id = Key.id.S;
    if (id !== HOT_CART && seen.has(id)) return undefined;
    seen.add(id);
    return {
      status: 400,
      headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-requestid': `THROTTLED${seen.size}` },
      body: JSON.stringify({
        __type: 'com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException',
        message: 'The level of configured provisioned throughput for the table was exceeded.',
      }),
    };
  };
}

module.exports = { createThrottle };
