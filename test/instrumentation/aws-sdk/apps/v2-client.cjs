const DynamoDB = require('aws-sdk/clients/dynamodb');
const { settings, item } = require('./settings.cjs');

void new DynamoDB(settings).getItem(item).promise();
