const { DynamoDBClient, GetItemCommand } = require('@aws-sdk/client-dynamodb');
const { settings, item } = require('./settings.cjs');

void new DynamoDBClient(settings).send(new GetItemCommand(item));
