package proxy

import (
	"go.opentelemetry.io/collector/config/confignet"
	"go.opentelemetry.io/collector/config/configtls"
)

const (
	defaultEndpoint = "localhost:2000"
	defaultService  = "xray"
)

// Config says where to listen and where to pass requests on to.
type Config struct {
	confignet.TCPAddrConfig `mapstructure:",squash"`

	// ProxyAddress is an HTTP proxy on the way to AWS.
	ProxyAddress string                 `mapstructure:"proxy_address"`
	TLS          configtls.ClientConfig `mapstructure:"tls,omitempty"`
	// Region is taken from the environment when it is empty.
	Region string `mapstructure:"region"`
	// RoleARN is the role to sign as, when it is not the collector's own.
	RoleARN string `mapstructure:"role_arn"`
	// AWSEndpoint is a whole URL, used in place of the service's own in the region.
	AWSEndpoint string `mapstructure:"aws_endpoint"`
	// LocalMode keeps from asking the instance where it is.
	LocalMode bool `mapstructure:"local_mode"`
	// ServiceName is the service that is signed for, X-Ray when empty.
	ServiceName string `mapstructure:"service_name"`

	_ struct{}
}

// DefaultConfig listens where X-Ray SDKs ask for sampling rules.
func DefaultConfig() *Config {
	return &Config{
		TCPAddrConfig: confignet.TCPAddrConfig{Endpoint: defaultEndpoint},
		TLS:           configtls.NewDefaultClientConfig(),
		ServiceName:   defaultService,
	}
}
