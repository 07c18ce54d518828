'use strict';

const { startDynamodb } = require('./dynamodb.js');
const { startPostgres } = require('./postgres.js');
const { startSqsAndS3 } = require('./sqs-and-s3.js');

/**
 * Starts everything that the shop needs from outside, inside this process and on free ports of 127.0.0.1.
 * `environment` tells the services where to find it.
 */
async function startStandIns() {
  const [dynamodb, postgres, sqsAndS3] = await Promise.all([startDynamodb(), startPostgres(), startSqsAndS3()]);
  return {
    environment: {
      DATABASE_URL: postgres.url,
      DYNAMODB_ENDPOINT: dynamodb.url,
      ORDERS_QUEUE_URL: sqsAndS3.queueUrl,
      S3_ENDPOINT: sqsAndS3.s3Url,
      SQS_ENDPOINT: sqsAndS3.sqsUrl,
    },
    waitForReceipt: sqsAndS3.waitForReceipt,
    close: () => Promise.all([dynamodb.close(), postgres.close(), sqsAndS3.close()]),
  };
}

module.exports = { startStandIns };
