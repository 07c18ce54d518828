// Package telemetry counts what the real awsxray receiver and exporter take, send and fail to send, and tells X-Ray
// by PutTelemetryRecords once a minute. Like the package around it, it stands in for one that could not be had.
package telemetry // import "github.com/open-telemetry/opentelemetry-collector-contrib/internal/aws/xray/telemetry"
