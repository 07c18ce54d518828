package awsxray

// Attributes of spans that say what a document's aws block shall show. Those that end in 2 are other spellings.
const (
	AWSOperationAttribute  = "aws.operation"
	AWSAccountAttribute    = "aws.account_id"
	AWSRegionAttribute     = "aws.region"
	AWSRequestIDAttribute  = "aws.request_id"
	AWSRequestIDAttribute2 = "aws.requestId"
	AWSQueueURLAttribute   = "aws.queue_url"
	AWSQueueURLAttribute2  = "aws.queue.url"
	AWSServiceAttribute    = "aws.service"
	AWSTableNameAttribute  = "aws.table_name"
	AWSTableNameAttribute2 = "aws.table.name"
)

// Attributes that carry what OpenTelemetry has no words for. The exporter reads the first three.
const (
	AWSXRayInProgressAttribute            = "aws.xray.inprogress"
	AWSXraySegmentAnnotationsAttribute    = "aws.xray.annotations"
	AWSXraySegmentMetadataAttributePrefix = "aws.xray.metadata."

	AWSXRayXForwardedForAttribute      = "aws.xray.x_forwarded_for"
	AWSXRayResourceARNAttribute        = "aws.xray.resource_arn"
	AWSXRayTracedAttribute             = "aws.xray.traced"
	AWSXrayRetriesAttribute            = "aws.xray.retries"
	AWSXrayExceptionIDAttribute        = "aws.xray.exception.id"
	AWSXrayExceptionRemoteAttribute    = "aws.xray.exception.remote"
	AWSXrayExceptionTruncatedAttribute = "aws.xray.exception.truncated"
	AWSXrayExceptionSkippedAttribute   = "aws.xray.exception.skipped"
	AWSXrayExceptionCauseAttribute     = "aws.xray.exception.cause"
)
