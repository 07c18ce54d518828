module github.com/open-telemetry/opentelemetry-collector-contrib/internal/aws/proxy

go 1.25.0

require (
	github.com/aws/aws-sdk-go-v2 v1.42.1
	github.com/aws/aws-sdk-go-v2/config v1.32.28
	github.com/aws/aws-sdk-go-v2/credentials v1.19.27
	github.com/aws/aws-sdk-go-v2/service/sts v1.44.0
	github.com/aws/aws-sdk-go-v2/service/xray v1.38.0
	github.com/open-telemetry/opentelemetry-collector-contrib/internal/aws/awsutil v0.156.0
	go.opentelemetry.io/collector/component v1.62.0
	go.opentelemetry.io/collector/config/confignet v1.62.0
	go.opentelemetry.io/collector/config/configtls v1.62.0
	go.uber.org/zap v1.28.0
)
