import type {
  AwsBlock,
  BeanstalkBlock,
  CauseBlock,
  DocumentMap,
  Ec2Block,
  EcsBlock,
  EksBlock,
  ExceptionBlock,
  HttpBlock,
  HttpRequestBlock,
  HttpResponseBlock,
  LinkBlock,
  LogGroupBlock,
  SdkBlock,
  SegmentDocument,
  ServiceBlock,
  SqlBlock,
  StackFrameBlock,
} from '../xray/segment-document.ts';
import { writeJson, writeList, writeMap } from './json-value.ts';

/**
 * The document as the exporter sends it, byte for byte: fields in the order of its Go structures, the keys of maps
 * sorted, HTML characters escaped, a newline at the end.
 *
 * @see https://github.com/open-telemetry/opentelemetry-collector-contrib/blob/v0.156.0/internal/aws/xray/tracesegment.go
 */
export function serializeDocument(document: SegmentDocument): string {
  return `${writeSegment(document)}\n`;
}

type Write<T> = (value: T) => string;

/** A writer for each field of `T`, in the order in which the fields are written. */
type Fields<T> = { readonly [K in keyof T]-?: Write<Exclude<T[K], undefined>> };

function structure<T extends object>(fields: Fields<T>): Write<T> {
  const writers: [name: string, write: Write<unknown>][] = Object.entries(fields);
  return (block) => {
    const values = block as Readonly<Record<string, unknown>>;
    const present = writers.filter(([name]) => values[name] !== undefined);
    return `{${present.map(([name, write]) => `"${name}":${write(values[name])}`).join(',')}}`;
  };
}

function listOf<T>(write: Write<T>): Write<readonly T[]> {
  return (list) => writeList(list, write);
}

const writeDocumentMap: Write<DocumentMap> = (map) => writeMap(map, writeJson);

const writeService = structure<ServiceBlock>({ version: writeJson, compiler_version: writeJson, compiler: writeJson });

const writeLink = structure<LinkBlock>({ trace_id: writeJson, id: writeJson, attributes: writeDocumentMap });

const writeRequest = structure<HttpRequestBlock>({
  x_forwarded_for: writeJson,
  method: writeJson,
  url: writeJson,
  user_agent: writeJson,
  client_ip: writeJson,
});

const writeResponse = structure<HttpResponseBlock>({ status: writeJson, content_length: writeJson });

const writeHttp = structure<HttpBlock>({ request: writeRequest, response: writeResponse });

const writeFrame = structure<StackFrameBlock>({ path: writeJson, line: writeJson, label: writeJson });

const writeException = structure<ExceptionBlock>({
  id: writeJson,
  message: writeJson,
  type: writeJson,
  remote: writeJson,
  truncated: writeJson,
  skipped: writeJson,
  cause: writeJson,
  stack: listOf(writeFrame),
});

const writeCause = structure<CauseBlock>({
  working_directory: writeJson,
  paths: writeJson,
  exceptions: listOf(writeException),
});

const writeAws = structure<AwsBlock>({
  elastic_beanstalk: structure<BeanstalkBlock>({
    environment_name: writeJson,
    version_label: writeJson,
    deployment_id: writeJson,
  }),
  cloudwatch_logs: listOf(structure<LogGroupBlock>({ log_group: writeJson, arn: writeJson })),
  ecs: structure<EcsBlock>({
    container: writeJson,
    container_id: writeJson,
    task_arn: writeJson,
    task_family: writeJson,
    cluster_arn: writeJson,
    container_arn: writeJson,
    availability_zone: writeJson,
    launch_type: writeJson,
  }),
  ec2: structure<Ec2Block>({
    instance_id: writeJson,
    availability_zone: writeJson,
    instance_size: writeJson,
    ami_id: writeJson,
  }),
  eks: structure<EksBlock>({ cluster_name: writeJson, pod: writeJson, container_id: writeJson }),
  xray: structure<SdkBlock>({ sdk: writeJson, sdk_version: writeJson, auto_instrumentation: writeJson }),
  account_id: writeJson,
  operation: writeJson,
  region: writeJson,
  request_id: writeJson,
  queue_url: writeJson,
  table_name: writeJson,
  table_names: writeJson,
  retries: writeJson,
});

const writeSql = structure<SqlBlock>({
  connection_string: writeJson,
  url: writeJson,
  sanitized_query: writeJson,
  database_type: writeJson,
  database_version: writeJson,
  driver_version: writeJson,
  user: writeJson,
  preparation: writeJson,
});

const writeSegment: Write<SegmentDocument> = structure<SegmentDocument>({
  name: writeJson,
  id: writeJson,
  start_time: writeJson,
  service: writeService,
  origin: writeJson,
  user: writeJson,
  resource_arn: writeJson,
  links: listOf(writeLink),
  trace_id: writeJson,
  end_time: writeJson,
  in_progress: writeJson,
  http: writeHttp,
  fault: writeJson,
  error: writeJson,
  throttle: writeJson,
  cause: (cause) => (typeof cause === 'string' ? writeJson(cause) : writeCause(cause)),
  aws: writeAws,
  annotations: writeDocumentMap,
  metadata: (metadata) => writeMap(metadata, (values) => (values === null ? 'null' : writeDocumentMap(values))),
  subsegments: (subsegments) => writeList(subsegments, writeSegment),
  namespace: writeJson,
  parent_id: writeJson,
  type: writeJson,
  precursor_ids: writeJson,
  traced: writeJson,
  sql: writeSql,
});
