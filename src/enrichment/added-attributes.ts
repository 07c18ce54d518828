/** An attribute that otel-xray adds to spans on their way to X-Ray; its name is a public contract. */
export interface AddedAttribute {
  readonly name: string;
  readonly on: string;
  readonly note: string;
}

/** Everything that the rows of this room may add, for the documentation; a test holds it together with them. */
export const addedAttributes: readonly AddedAttribute[] = [
  { name: 'peer.service', on: 'outgoing calls', note: 'names the node: `host`, `host:port`, `database@host`' },
  { name: 'aws.remote.service', on: 'AWS calls', note: 'names the node where `rpc.service` does not' },
  {
    name: 'aws.local.service',
    on: 'segments',
    note: 'names the segment where the exporter would not take the service',
  },
  { name: 'aws.local.operation', on: 'roots that are no servers', note: 'what the span was called; metadata' },
  {
    name: 'aws.span.kind',
    on: 'roots that are no servers',
    note: '`LOCAL_ROOT`: makes a segment; never with another cloud',
  },
  { name: 'aws.region', on: 'AWS calls', note: 'field `aws.region`' },
  { name: 'aws.request_id', on: 'AWS calls', note: 'field `aws.request_id`' },
  { name: 'aws.account_id', on: 'AWS calls', note: 'field `aws.account_id`, from ARNs and queue URLs' },
  { name: 'aws.table_name', on: 'DynamoDB', note: 'field `aws.table_name`' },
  { name: 'aws.queue_url', on: 'SQS', note: 'field `aws.queue_url`' },
  { name: 'aws.bucket_name', on: 'S3', note: 'metadata' },
  { name: 'aws.id_2', on: 'S3', note: 'metadata, the extended request id' },
  { name: 'aws.topic_arn', on: 'SNS', note: 'metadata' },
  { name: 'aws.function_name', on: 'Lambda', note: 'metadata' },
  { name: 'aws.stream_name', on: 'Kinesis', note: 'metadata' },
  { name: 'aws.state_machine_arn', on: 'Step Functions', note: 'metadata' },
  { name: 'aws.activity_arn', on: 'Step Functions', note: 'metadata' },
  { name: 'aws.event_bus_name', on: 'EventBridge', note: 'metadata' },
  { name: 'aws.secret_name', on: 'Secrets Manager', note: 'metadata' },
  { name: 'aws.retries', on: 'AWS calls', note: 'metadata, attempts after the first' },
  {
    name: 'http.status_code',
    on: 'throttled AWS calls, marked spans',
    note: 'the flags; before the status that is shown',
  },
  { name: 'http.method', on: 'HTTP', note: 'a method outside of the conventions' },
  { name: 'db.system', on: 'SQL calls', note: 'field `sql.database_type`' },
  { name: 'db.name', on: 'SQL calls', note: 'the node, and field `sql.connection_string`' },
  { name: 'db.statement', on: 'SQL calls', note: 'field `sql.sanitized_query`' },
  { name: 'db.connection_string', on: 'SQL calls', note: 'field `sql.connection_string`' },
  { name: 'otel_xray.cut', on: 'documents over 64 KB', note: 'how many attributes were cut' },
];
