/**
 * Names of attributes that both AWS SDK instrumentations set and that have no constant in the stable semantic
 * conventions. Where upstream's instrumentation of SDK v3 has a name, that one is used, so that enrichment treats
 * both SDKs alike; the last group is ours.
 */

/** Always `aws-api`. */
export const ATTR_RPC_SYSTEM = 'rpc.system';
/** The service id without spaces, such as `SecretsManager`. */
export const ATTR_RPC_SERVICE = 'rpc.service';
/** The operation, such as `GetItem`. */
export const ATTR_RPC_METHOD = 'rpc.method';
/** The region that was called. */
export const ATTR_CLOUD_REGION = 'cloud.region';
/** The id that AWS gave the last attempt. */
export const ATTR_REQUEST_ID = 'aws.request.id';
/** S3's second id (`x-amz-id-2`). */
export const ATTR_EXTENDED_REQUEST_ID = 'aws.request.extended_id';
/** The id that the queue gave the message. */
export const ATTR_MESSAGING_MESSAGE_ID = 'messaging.message.id';
/** Every table that the call names, a list. */
export const ATTR_TABLE_NAMES = 'aws.dynamodb.table_names';

/** Attempts after the first, absent without any: https://opentelemetry.io/docs/specs/semconv/registry/attributes/http/ */
export const ATTR_RESEND_COUNT = 'http.request.resend_count';
/** Bytes of the answer's body: https://opentelemetry.io/docs/specs/semconv/registry/attributes/http/ */
export const ATTR_RESPONSE_BODY_SIZE = 'http.response.body.size';
/** `true` where the AWS SDKs classify the error as throttling; otherwise absent. */
export const ATTR_THROTTLING = 'aws.error.throttling';
/** The event bus of PutEvents: one name or ARN, or a list where the entries name several. */
export const ATTR_EVENT_BUS = 'aws.eventbridge.event_bus.name';
/** The secret's name, where the caller gave a name and no ARN. */
export const ATTR_SECRET_NAME = 'aws.secretsmanager.secret.name';
/** The stream's ARN, where the caller gave one. */
export const ATTR_STREAM_ARN = 'aws.kinesis.stream.arn';
