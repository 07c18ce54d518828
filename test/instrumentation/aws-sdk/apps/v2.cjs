const AWS = require('aws-sdk');
const { settings, item } = require('./settings.cjs');

void new AWS.DynamoDB(settings).getItem(item).promise();
