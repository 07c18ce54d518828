package telemetry

import (
	"context"
	"os"

	"github.com/aws/aws-sdk-go-v2/aws"
	"go.opentelemetry.io/collector/component"
	"go.uber.org/zap"

	"github.com/open-telemetry/opentelemetry-collector-contrib/internal/aws/awsutil"
)

// Config is the exporter's "telemetry" section.
type Config struct {
	Enabled         bool           `mapstructure:"enabled"`
	IncludeMetadata bool           `mapstructure:"include_metadata"`
	Contributors    []component.ID `mapstructure:"contributors,omitempty"`
	Hostname        string         `mapstructure:"hostname,omitempty"`
	InstanceID      string         `mapstructure:"instance_id,omitempty"`
	ResourceARN     string         `mapstructure:"resource_arn,omitempty"`
}

// Option changes a sender that is made.
type Option func(*sender)

// WithLogger lets a sender say what it could not send.
func WithLogger(logger *zap.Logger) Option {
	return func(s *sender) { s.logger = logger }
}

// ToOptions says who sends, when the configuration wants that said. Other than the original it never asks the
// instance metadata service.
func ToOptions(_ context.Context, config Config, _ aws.Config, session *awsutil.AWSSessionSettings) []Option {
	if !config.IncludeMetadata {
		return nil
	}
	hostname := config.Hostname
	if hostname == "" {
		hostname, _ = os.Hostname()
	}
	arn := config.ResourceARN
	if arn == "" {
		arn = session.ResourceARN
	}
	return []Option{func(s *sender) { s.hostname, s.instanceID, s.resourceARN = hostname, config.InstanceID, arn }}
}
