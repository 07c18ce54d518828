'use strict';

const { randomBytes } = require('node:crypto');

/**
 * One day at the shop, in order. `status` is what each visitor is expected to get; `receipt` names what the worker
 * has to write before the next one comes in.
 */
const VISITS = [
  { method: 'GET', path: '/products', status: 200 },
  { method: 'GET', path: '/products/tea', status: 200 },
  {
    method: 'POST',
    path: '/orders',
    body: { sku: 'tea', quantity: 2, coupon: 'SPRING' },
    status: 201,
    receipt: '4.txt',
  },
  { method: 'GET', path: '/orders/4', status: 200 },
  { method: 'GET', path: '/orders/4/receipt', status: 200 },
  { method: 'GET', path: '/orders/999', status: 404 },
  // DynamoDB throttles the first try for each cart, so this one costs two tries …
  { method: 'PUT', path: '/carts/ada', body: { sku: 'kettle' }, status: 200 },
  // … and every try for this one, so the SDK gives up.
  { method: 'PUT', path: '/carts/black-friday', body: { sku: 'kettle' }, status: 429 },
  { method: 'GET', path: '/reports/daily', status: 200 },
  // This coupon is unknown, which the shop does not expect.
  { method: 'POST', path: '/orders', body: { sku: 'kettle', quantity: 1, coupon: 'WINTER' }, status: 500 },
];

/**
 * Makes one visit and checks its answer. As a load balancer would, it sends a trace header with a new Root.
 * Throws when the shop answers with another status than expected.
 */
async function visit(shopUrl, { method, path, body, status }) {
  const seconds = Math.floor(Date.now() / 1000).toString(16);
  const headers = {
    'content-type': 'application/json',
    'x-amzn-trace-id': `Root=1-${seconds}-${randomBytes(12).toString('hex')}`,
  };
  const content = body === undefined ? {} : { body: JSON.stringify(body) };
  const response = await fetch(shopUrl + path, { method, headers, ...content });
  const text = await response.text();
  if (response.status !== status) {
    throw new Error(`${method} ${path} answered ${response.status} (${text.trim()}); expected ${status}`);
  }
}

module.exports = { VISITS, visit };
