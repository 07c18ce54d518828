/**
 * The documents that X-Ray stores: segments and subsegments as JSON. The names of the fields are X-Ray's own.
 *
 * @see https://docs.aws.amazon.com/xray/latest/devguide/xray-api-segmentdocuments.html
 */

/** A value inside annotations, metadata and link attributes; `bigint` is an integer beyond 2^53, written as digits. */
export type DocumentValue =
  | string
  | number
  | bigint
  | boolean
  | null
  | readonly DocumentValue[]
  | { readonly [key: string]: DocumentValue };

/** Values by key; objects made by the translator have no prototype, so any key is safe to look up. */
export type DocumentMap = Readonly<Record<string, DocumentValue>>;

/** A 64-bit integer: a `bigint` only beyond 2^53. */
export type DocumentInteger = number | bigint;

/** A segment, or with `type: 'subsegment'` a subsegment sent on its own. */
export interface SegmentDocument {
  /** `null` where the producer had no name to give; X-Ray refuses such a document. */
  readonly name: string | null;
  /** 16 lower-case hex digits; `null` where the producer had none. */
  readonly id: string | null;
  /** Seconds since 1970. */
  readonly start_time: number;
  readonly service?: ServiceBlock | undefined;
  /** What runs the service, such as `AWS::ECS::Fargate`. */
  readonly origin?: string | undefined;
  readonly user?: string | undefined;
  readonly resource_arn?: string | undefined;
  readonly links?: readonly LinkBlock[] | undefined;
  /** In X-Ray's form, `1-5759e988-bd862e3fe1be46a994272793`; absent in embedded subsegments. */
  readonly trace_id?: string | undefined;
  /** Seconds since 1970; absent while in progress. */
  readonly end_time?: number | undefined;
  readonly in_progress?: boolean | undefined;
  readonly http?: HttpBlock | undefined;
  /** The server's failure, 5xx. */
  readonly fault?: boolean | undefined;
  /** The client's failure, 4xx. */
  readonly error?: boolean | undefined;
  /** Refused as too many, 429. */
  readonly throttle?: boolean | undefined;
  /** What went wrong, or the id of an exception that another document describes. */
  readonly cause?: CauseBlock | string | undefined;
  readonly aws?: AwsBlock | undefined;
  /** Indexed by X-Ray and searchable. */
  readonly annotations?: DocumentMap | undefined;
  /** By namespace; not searchable. */
  readonly metadata?: Readonly<Record<string, DocumentMap | null>> | undefined;
  readonly subsegments?: readonly SegmentDocument[] | undefined;
  /** `aws` for a call of an AWS service, `remote` for any other; absent for work of the service itself. */
  readonly namespace?: string | undefined;
  readonly parent_id?: string | undefined;
  readonly type?: string | undefined;
  readonly precursor_ids?: readonly string[] | undefined;
  readonly traced?: boolean | undefined;
  readonly sql?: SqlBlock | undefined;
}

/** What is known of the service's code. */
export interface ServiceBlock {
  readonly version?: string | undefined;
  readonly compiler_version?: string | undefined;
  readonly compiler?: string | undefined;
}

/** A document of another trace, or of this one, that led to this one. */
export interface LinkBlock {
  /** In X-Ray's form. */
  readonly trace_id: string;
  /** 16 lower-case hex digits; empty where the producer had none. */
  readonly id: string;
  readonly attributes?: DocumentMap | undefined;
}

/** An HTTP request, served or made. */
export interface HttpBlock {
  readonly request?: HttpRequestBlock | undefined;
  readonly response?: HttpResponseBlock | undefined;
}

/** The request of an {@link HttpBlock}. */
export interface HttpRequestBlock {
  /** Whether `client_ip` was read from a header and could be forged. */
  readonly x_forwarded_for?: boolean | undefined;
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly user_agent?: string | undefined;
  readonly client_ip?: string | undefined;
}

/** The response of an {@link HttpBlock}. */
export interface HttpResponseBlock {
  readonly status?: DocumentInteger | undefined;
  /** Bytes. */
  readonly content_length?: DocumentInteger | undefined;
}

/** The exceptions that made a segment fail; empty when they could not be read. */
export interface CauseBlock {
  readonly working_directory?: string | undefined;
  readonly paths?: readonly string[] | undefined;
  readonly exceptions?: readonly ExceptionBlock[] | undefined;
}

/** One exception of a {@link CauseBlock}. */
export interface ExceptionBlock {
  /** 16 lower-case hex digits. */
  readonly id?: string | undefined;
  readonly message?: string | undefined;
  readonly type?: string | undefined;
  /** Whether a called service failed rather than this one. */
  readonly remote?: boolean | undefined;
  /** Frames left out of `stack`. */
  readonly truncated?: DocumentInteger | undefined;
  /** Exceptions left out between this one and the one it wraps. */
  readonly skipped?: DocumentInteger | undefined;
  /** Id of the exception that this one wraps. */
  readonly cause?: string | undefined;
  readonly stack?: readonly StackFrameBlock[] | undefined;
}

/** One frame of a stack; the innermost comes first. */
export interface StackFrameBlock {
  readonly path?: string | undefined;
  /** 0 when unknown. */
  readonly line?: DocumentInteger | undefined;
  /** The function. */
  readonly label?: string | undefined;
}

/** Where the service runs on AWS, and what it asked of AWS. */
export interface AwsBlock {
  readonly elastic_beanstalk?: BeanstalkBlock | undefined;
  readonly cloudwatch_logs?: readonly LogGroupBlock[] | undefined;
  readonly ecs?: EcsBlock | undefined;
  readonly ec2?: Ec2Block | undefined;
  readonly eks?: EksBlock | undefined;
  readonly xray?: SdkBlock | undefined;
  readonly account_id?: string | undefined;
  readonly operation?: string | undefined;
  readonly region?: string | undefined;
  readonly request_id?: string | undefined;
  readonly queue_url?: string | undefined;
  readonly table_name?: string | undefined;
  readonly table_names?: readonly string[] | undefined;
  readonly retries?: DocumentInteger | undefined;
}

/** The Elastic Beanstalk environment of the service; `null` is unknown. */
export interface BeanstalkBlock {
  readonly environment_name: string | null;
  readonly version_label: string | null;
  readonly deployment_id: DocumentInteger | null;
}

/** A CloudWatch log group of the service. */
export interface LogGroupBlock {
  readonly log_group: string | null;
  readonly arn?: string | undefined;
}

/** The ECS container of the service. */
export interface EcsBlock {
  readonly container?: string | undefined;
  readonly container_id?: string | undefined;
  readonly task_arn?: string | undefined;
  readonly task_family?: string | undefined;
  readonly cluster_arn?: string | undefined;
  readonly container_arn?: string | undefined;
  readonly availability_zone?: string | undefined;
  readonly launch_type?: string | undefined;
}

/** The EC2 instance of the service; `null` is unknown. */
export interface Ec2Block {
  readonly instance_id: string | null;
  readonly availability_zone: string | null;
  readonly instance_size: string | null;
  readonly ami_id: string | null;
}

/** The Kubernetes pod of the service; `null` is unknown. */
export interface EksBlock {
  readonly cluster_name: string | null;
  readonly pod: string | null;
  readonly container_id: string | null;
}

/** The SDK that recorded the document. */
export interface SdkBlock {
  readonly sdk?: string | undefined;
  readonly sdk_version?: string | undefined;
  readonly auto_instrumentation?: boolean | undefined;
}

/** A query to an SQL database. */
export interface SqlBlock {
  readonly connection_string?: string | undefined;
  readonly url?: string | undefined;
  readonly sanitized_query?: string | undefined;
  readonly database_type?: string | undefined;
  readonly database_version?: string | undefined;
  readonly driver_version?: string | undefined;
  readonly user?: string | undefined;
  readonly preparation?: string | undefined;
}
