import DynamoDB from 'aws-sdk/clients/dynamodb.js';
import { item, settings } from './settings.cjs';

await new DynamoDB(settings).getItem(item).promise();
