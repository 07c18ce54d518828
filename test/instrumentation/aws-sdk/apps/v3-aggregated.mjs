import { DynamoDB } from '@aws-sdk/client-dynamodb';
import { item, settings } from './settings.cjs';

await new DynamoDB(settings).getItem(item);
