package awsxray

// AWSData is where the application runs, and which AWS resource was called.
type AWSData struct {
	Beanstalk    *BeanstalkMetadata `json:"elastic_beanstalk,omitempty"`
	CWLogs       []LogGroupMetadata `json:"cloudwatch_logs,omitempty"`
	ECS          *ECSMetadata       `json:"ecs,omitempty"`
	EC2          *EC2Metadata       `json:"ec2,omitempty"`
	EKS          *EKSMetadata       `json:"eks,omitempty"`
	XRay         *XRayMetaData      `json:"xray,omitempty"`
	AccountID    *string            `json:"account_id,omitempty"`
	Operation    *string            `json:"operation,omitempty"`
	RemoteRegion *string            `json:"region,omitempty"`
	RequestID    *string            `json:"request_id,omitempty"`
	QueueURL     *string            `json:"queue_url,omitempty"`
	TableName    *string            `json:"table_name,omitempty"`
	TableNames   []string           `json:"table_names,omitempty"`
	Retries      *int64             `json:"retries,omitempty"`
}

// EC2Metadata is about an instance.
type EC2Metadata struct {
	InstanceID       *string `json:"instance_id"`
	AvailabilityZone *string `json:"availability_zone"`
	InstanceSize     *string `json:"instance_size"`
	AmiID            *string `json:"ami_id"`
}

// ECSMetadata is about a container of a task.
type ECSMetadata struct {
	ContainerName    *string `json:"container,omitempty"`
	ContainerID      *string `json:"container_id,omitempty"`
	TaskArn          *string `json:"task_arn,omitempty"`
	TaskFamily       *string `json:"task_family,omitempty"`
	ClusterArn       *string `json:"cluster_arn,omitempty"`
	ContainerArn     *string `json:"container_arn,omitempty"`
	AvailabilityZone *string `json:"availability_zone,omitempty"`
	LaunchType       *string `json:"launch_type,omitempty"`
}

// BeanstalkMetadata is about an environment of Elastic Beanstalk.
type BeanstalkMetadata struct {
	Environment  *string `json:"environment_name"`
	VersionLabel *string `json:"version_label"`
	DeploymentID *int64  `json:"deployment_id"`
}

// EKSMetadata is about a container in Kubernetes.
type EKSMetadata struct {
	ClusterName *string `json:"cluster_name"`
	Pod         *string `json:"pod"`
	ContainerID *string `json:"container_id"`
}

// LogGroupMetadata is a log group that the application writes to.
type LogGroupMetadata struct {
	LogGroup *string `json:"log_group"`
	Arn      *string `json:"arn,omitempty"`
}

// XRayMetaData is about the SDK that made the span.
type XRayMetaData struct {
	SDK                 *string `json:"sdk,omitempty"`
	SDKVersion          *string `json:"sdk_version,omitempty"`
	AutoInstrumentation *bool   `json:"auto_instrumentation"`
}
