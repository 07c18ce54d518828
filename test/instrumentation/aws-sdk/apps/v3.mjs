import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { item, settings } from './settings.cjs';

await new DynamoDBClient(settings).send(new GetItemCommand(item));
