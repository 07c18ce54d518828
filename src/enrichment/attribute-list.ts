import {
  type AttributeGroup,
  type AttributeRow,
  field,
  leftOut,
  metadata,
  type SpanSort,
  spanSorts,
} from './attribute-row.ts';

/*
 * The checked-in list of the attributes that instrumentations record, with what becomes of each; docs/attributes.md is
 * generated from it. An attribute that is not here is taken for the application's own and goes on.
 */

const inAws: readonly SpanSort[] = ['aws'];
const inDatabases: readonly SpanSort[] = ['aws', 'sql'];
const inCalls: readonly SpanSort[] = ['aws', 'sql', 'other'];

const http: readonly AttributeRow[] = [
  field('http.request.method', '`http.request.method`'),
  field(
    'http.request.method_original',
    '`http.request.method` where the method is none that the conventions know',
    spanSorts,
  ),
  field('http.response.status_code', '`http.response.status`, and the flags `error`, `throttle`, `fault`'),
  field('url.full', '`http.request.url`; on SQS calls `aws.queue_url`', inAws),
  field('url.scheme', '`http.request.url`'),
  field('url.path', '`http.request.url`'),
  field('url.query', '`http.request.url`, without the values of credentials'),
  field('server.address', '`http.request.url`, and the names of remote nodes'),
  field('server.port', '`http.request.url`, and the names of remote nodes where it is not the default'),
  field('client.address', '`http.request.client_ip`'),
  field('user_agent.original', '`http.request.user_agent`'),
  field(
    'network.peer.address',
    '`http.request.client_ip` of servers, unless a header told the client (`x_forwarded_for`); left out of calls, where it is the callee',
    inCalls,
  ),
  field('http.response.body.size', '`http.response.content_length`', spanSorts),
  field('http.response.size', '`http.response.content_length`', spanSorts),
  metadata('http.route', 'the route that the framework matched'),
  metadata('http.request.header.*', 'captured on request; `REDACTED` where the header is a credential'),
  metadata('http.response.header.*', 'captured on request; `REDACTED` where the header is a credential'),
  metadata('http.request.resend_count', '`aws.retries` on calls of AWS SDKs', inAws),
  metadata('http.request.body.size', 'bytes'),
  metadata('error.type', 'left out where the status or an exception says the same'),
  metadata('user_agent.synthetic.type', '`bot` or `test`'),
  leftOut('network.peer.port', 'a number that nobody asks for'),
  leftOut('network.protocol.name', 'the same for all calls of a service'),
  leftOut('network.protocol.version', 'the same for all calls of a service'),
  leftOut('network.transport', 'the same for all calls of a service'),
];

const oldHttp: readonly AttributeRow[] = [
  field('http.method', '`http.request.method`'),
  field('http.status_code', 'the flags `error`, `throttle`, `fault`'),
  field('http.url', '`http.request.url`'),
  field('http.target', '`http.request.url`'),
  field('http.host', '`http.request.url`'),
  field('http.scheme', '`http.request.url`'),
  field('http.server_name', '`http.request.url`'),
  field('http.client_ip', '`http.request.client_ip`'),
  field('http.user_agent', '`http.request.user_agent`'),
  field('http.response_content_length', '`http.response.content_length`', spanSorts),
  field('http.status_text', 'the cause of a failed span without a message'),
  field('net.host.name', '`http.request.url`'),
  field('net.host.port', '`http.request.url`'),
  field('net.peer.name', '`http.request.url`, and the names of remote nodes'),
  field('net.peer.port', '`http.request.url`, and the names of remote nodes'),
  field('net.peer.ip', '`http.request.client_ip` of servers; left out of calls, where it is the callee', inCalls),
  leftOut('http.flavor', 'the same for all calls of a service'),
  leftOut('net.host.ip', 'the same for all requests'),
  leftOut('net.transport', 'the same for all calls of a service'),
];

const aws: readonly AttributeRow[] = [
  metadata('rpc.system', '`aws-api` makes it a call of AWS'),
  metadata('rpc.service', "the subsegment's name"),
  field('rpc.method', '`aws.operation`'),
  field('cloud.region', '`aws.region`', inAws),
  field('aws.request.id', '`aws.request_id`', inAws),
  field('aws.request.extended_id', 'metadata `aws.id_2`', inAws),
  field('aws.error.throttling', 'the flags `throttle` and `error`', inAws),
  field('aws.dynamodb.table_names', '`aws.table_name` or `aws.table_names`'),
  field('aws.s3.bucket', 'metadata `aws.bucket_name`', inAws),
  field('aws.sns.topic.arn', 'metadata `aws.topic_arn`, `aws.account_id`', inAws),
  field('aws.kinesis.stream.name', 'metadata `aws.stream_name`', inAws),
  field('aws.kinesis.stream.arn', 'metadata `aws.stream_name`, `aws.account_id`', inAws),
  field('aws.step_functions.state_machine.arn', 'metadata `aws.state_machine_arn`, `aws.account_id`', inAws),
  field('aws.step_functions.activity.arn', 'metadata `aws.activity_arn`, `aws.account_id`', inAws),
  field('aws.eventbridge.event_bus.name', 'metadata `aws.event_bus_name`, `aws.account_id`', inAws),
  field('aws.secretsmanager.secret.name', 'metadata `aws.secret_name`', inAws),
  field('aws.secretsmanager.secret.arn', 'metadata `aws.secret_name`, `aws.account_id`', inAws),
  field('faas.invoked_name', 'metadata `aws.function_name`, `aws.account_id`', inAws),
  metadata('aws.dynamodb.consistent_read', 'of the request'),
  metadata('aws.dynamodb.consumed_capacity', 'of the response, where it was asked for'),
  metadata('aws.dynamodb.count', 'items of the response'),
  metadata('aws.dynamodb.index_name', 'of the request'),
  metadata('aws.dynamodb.limit', 'of the request'),
  metadata('aws.dynamodb.projection', 'of the request'),
  metadata('aws.dynamodb.scan_forward', 'of the request'),
  metadata('aws.dynamodb.scanned_count', 'items that were read for the response'),
  metadata('aws.dynamodb.segment', 'of a parallel scan'),
  metadata('aws.dynamodb.select', 'of the request'),
  metadata('aws.dynamodb.table_count', 'tables of the response'),
  metadata('aws.dynamodb.total_segments', 'of a parallel scan'),
  leftOut('aws.dynamodb.attribute_definitions', 'long, and only in calls that create tables'),
  leftOut('aws.dynamodb.exclusive_start_table', 'paging'),
  leftOut('aws.dynamodb.global_secondary_index_updates', 'long, and only in calls that change tables'),
  leftOut('aws.dynamodb.global_secondary_indexes', 'long, and only in calls that create tables'),
  leftOut('aws.dynamodb.item_collection_metrics', 'long, and holds keys of items'),
  leftOut('aws.dynamodb.local_secondary_indexes', 'long, and only in calls that create tables'),
  leftOut('aws.dynamodb.provisioned_read_capacity', 'only in calls that create tables'),
  leftOut('aws.dynamodb.provisioned_write_capacity', 'only in calls that create tables'),
  leftOut('faas.execution', 'says what `aws.request_id` says'),
  leftOut('faas.invoked_provider', 'always AWS'),
  leftOut('faas.invoked_region', 'says what `aws.region` says'),
  metadata('gen_ai.*', 'model, limits and token counts of Bedrock calls'),
];

const databases: readonly AttributeRow[] = [
  field('db.system.name', '`sql.database_type`; metadata for databases without SQL', inDatabases),
  field('db.namespace', 'the node `database@host`; metadata for databases without SQL', inDatabases),
  field('db.query.text', '`sql.sanitized_query`, without literals; metadata for databases without SQL', ['sql']),
  field('db.system', '`sql.database_type`', inAws),
  field('db.name', 'the node `database@host`, `sql.connection_string`', inAws),
  field('db.statement', '`sql.sanitized_query`, without literals'),
  field('db.user', '`sql.user`'),
  field('db.connection_string', '`sql.connection_string`, without user and password'),
  metadata('db.operation.name', 'such as `SELECT`', inAws),
  metadata('db.operation.batch.size', 'statements of a batch'),
  metadata('db.operation', 'such as `SELECT`'),
  metadata('db.collection.name', 'table or collection'),
  metadata('db.query.summary', 'the statement in a few words'),
  metadata('db.response.status_code', "the database's own error code"),
  metadata('db.stored_procedure.name', 'what was called'),
  metadata('db.postgresql.plan', 'name of a prepared statement'),
  leftOut('db.query.parameter.*', 'values of a statement'),
  leftOut('db.client.connection.*', 'state of the pool'),
  leftOut('db.postgresql.idle.timeout.millis', 'setting of the pool'),
  leftOut('db.postgresql.max.client', 'setting of the pool'),
];

const messaging: readonly AttributeRow[] = [
  metadata('messaging.message.id', 'id that the broker gave'),
  metadata('messaging.batch.message_count', 'messages sent or received at once'),
  metadata('messaging.system', 'such as `kafka`', inAws),
  metadata('messaging.destination.name', 'queue or topic; the name of the node where no host is known', inAws),
  metadata('messaging.operation.type', 'such as `receive`', inAws),
  metadata('messaging.operation.name', 'what the broker calls the operation'),
  leftOut('messaging.destination', 'says what `messaging.destination.name` says'),
  leftOut('messaging.destination_kind', 'the same for all calls of a service'),
];

const others: readonly AttributeRow[] = [
  metadata('rpc.grpc.status_code', 'of gRPC calls'),
  metadata('grpc.error_name', 'of gRPC calls'),
  metadata('grpc.error_message', 'of gRPC calls'),
  metadata('express.type', 'of framework spans, which are off by default'),
  leftOut('express.name', 'the name of the subsegment'),
];

/** What instrumentations record on spans, by topic. */
export const spanAttributes: readonly AttributeGroup[] = [
  { title: 'HTTP', rows: http },
  { title: 'HTTP in the conventions before 2023', rows: oldHttp },
  { title: 'AWS calls', rows: aws },
  { title: 'Databases', rows: databases },
  { title: 'Messages', rows: messaging },
  { title: 'Others', rows: others },
];
