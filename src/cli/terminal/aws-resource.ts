import type { AwsBlock, SegmentDocument } from '../../xray/segment-document.ts';
import { asText, asTexts, metadataOf } from './document-field.ts';

/** The things of AWS that calls are about: in an X-Ray SDK's `aws` block by this name, else in metadata as `aws.…`. */
const RESOURCES = [
  'bucket_name',
  'function_name',
  'topic_arn',
  'stream_name',
  'state_machine_arn',
  'activity_arn',
  'event_bus_name',
  'secret_name',
];

/** The same in the words of instrumentations, as other producers send them. */
const RECORDED = ['aws.s3.bucket', 'messaging.destination.name', 'faas.invoked_name', 'aws.sns.topic.arn'];

/** Which table, queue, bucket or other thing an AWS call was about; empty where the document does not say. */
export function awsResourceOf(document: SegmentDocument): string {
  const aws: AwsBlock = document.aws ?? {};
  const tables = [...asTexts(aws.table_name), ...asTexts(aws.table_names)];
  if (tables.length > 0) return tables.join(', ');
  const queueUrl = asText(aws.queue_url);
  if (queueUrl !== '') return afterLast('/', queueUrl);
  // X-Ray's own documentation names fewer fields than the X-Ray SDKs write.
  const fields = new Map<string, unknown>(Object.entries(aws));
  const named = RESOURCES.map((name) => fields.get(name) ?? metadataOf(document, `aws.${name}`));
  const recorded = RECORDED.map((key) => metadataOf(document, key));
  return [...named, ...recorded].flatMap(asTexts).map((text) => afterLast(':', text))[0] ?? '';
}

function afterLast(separator: string, text: string): string {
  return text.slice(text.lastIndexOf(separator) + 1);
}
