package proxy

import (
	"context"
	"crypto/tls"
	"errors"
	"net/http"
	"os"

	"github.com/aws/aws-sdk-go-v2/aws"
	awsconfig "github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials/stscreds"
	"github.com/aws/aws-sdk-go-v2/service/sts"

	"github.com/open-telemetry/opentelemetry-collector-contrib/internal/aws/awsutil"
)

// loadAWSConfig takes the region from the configuration, then from the environment, then from the instance.
func loadAWSConfig(ctx context.Context, config *Config) (aws.Config, error) {
	region := config.Region
	if region == "" {
		region = os.Getenv("AWS_DEFAULT_REGION")
	}
	options := []func(*awsconfig.LoadOptions) error{awsconfig.WithRegion(region)}
	if !config.LocalMode {
		options = append(options, awsconfig.WithEC2IMDSRegion())
	}
	loaded, err := awsconfig.LoadDefaultConfig(ctx, options...)
	if err != nil {
		return aws.Config{}, err
	}
	if loaded.Region == "" {
		return aws.Config{}, errors.New("no region: neither the configuration nor the environment names one")
	}
	if config.RoleARN != "" {
		loaded.Credentials = aws.NewCredentialsCache(
			stscreds.NewAssumeRoleProvider(sts.NewFromConfig(loaded), config.RoleARN))
	}
	return loaded, nil
}

func newTransport(config *Config) (*http.Transport, error) {
	proxy, err := awsutil.GetProxyFunc(config.ProxyAddress)
	if err != nil {
		return nil, err
	}
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.Proxy = proxy
	transport.TLSClientConfig = &tls.Config{
		// "insecure" of this component means: whatever certificate.
		InsecureSkipVerify: config.TLS.Insecure,
		ServerName:         config.TLS.ServerName,
	}
	return transport, nil
}
