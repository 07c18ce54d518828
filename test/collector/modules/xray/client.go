package awsxray

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awsmiddleware "github.com/aws/aws-sdk-go-v2/aws/middleware"
	"github.com/aws/aws-sdk-go-v2/service/xray"
	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"
	"go.opentelemetry.io/collector/component"
	"go.uber.org/zap"
)

// XRayClient is the part of X-Ray's API that a collector sends to.
type XRayClient interface {
	PutTraceSegments(context.Context, *xray.PutTraceSegmentsInput, ...func(*xray.Options)) (*xray.PutTraceSegmentsOutput, error)
	PutTelemetryRecords(context.Context, *xray.PutTelemetryRecordsInput, ...func(*xray.Options)) (*xray.PutTelemetryRecordsOutput, error)
}

// NewXRayClient makes a client that names the collector in its User-Agent and stamps each call with its time.
func NewXRayClient(logger *zap.Logger, config aws.Config, build component.BuildInfo) XRayClient {
	environment := os.Getenv("AWS_EXECUTION_ENV")
	if environment == "" {
		environment = "UNKNOWN"
	}
	client := xray.NewFromConfig(config, xray.WithAPIOptions(
		awsmiddleware.AddUserAgentKeyValue(build.Command, build.Version),
		awsmiddleware.AddUserAgentKeyValue("xray-otel-exporter", build.Version),
		awsmiddleware.AddUserAgentKeyValue("exec-env", environment),
		awsmiddleware.AddUserAgentKeyValue("OS", runtime.GOOS+"-"+runtime.GOARCH),
		addTimestamp,
	))
	logger.Debug("X-Ray client made", zap.String("region", config.Region))
	return client
}

// addTimestamp sets the header by which X-Ray sees how long a call was on its way. It is set before the signature,
// which covers it.
func addTimestamp(stack *middleware.Stack) error {
	return stack.Build.Add(middleware.BuildMiddlewareFunc("XRayTimestamp",
		func(ctx context.Context, input middleware.BuildInput, next middleware.BuildHandler) (middleware.BuildOutput, middleware.Metadata, error) {
			if request, ok := input.Request.(*smithyhttp.Request); ok {
				now := time.Now()
				request.Header.Set("X-Amzn-Xray-Timestamp", fmt.Sprintf("%d.%09d", now.Unix(), now.Nanosecond()))
			}
			return next.HandleBuild(ctx, input)
		}), middleware.After)
}
