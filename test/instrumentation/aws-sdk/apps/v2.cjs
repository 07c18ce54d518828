const AWS = require('aws-sdk');
const { settings, item } = require('./settings.cjs');

new AWS.DynamoDB(settings).getItem(item).promise();
