import AWS from 'aws-sdk';
import { item, settings } from './settings.cjs';

await new AWS.DynamoDB(settings).getItem(item).promise();
