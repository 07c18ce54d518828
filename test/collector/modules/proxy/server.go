package proxy

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	"github.com/aws/aws-sdk-go-v2/service/xray"
	"go.opentelemetry.io/collector/component"
	"go.uber.org/zap"
)

const headerTimeout = 10 * time.Second

// Server listens until it is shut down.
type Server interface {
	// ListenAndServe returns http.ErrServerClosed after Shutdown.
	ListenAndServe() error
	Shutdown(ctx context.Context) error
}

// NewServer finds region and credentials; it fails where there is no region or the address to listen on is none.
func NewServer(config *Config, _ component.Host, settings component.TelemetrySettings) (Server, error) {
	if _, _, err := net.SplitHostPort(config.Endpoint); err != nil {
		return nil, fmt.Errorf("endpoint %q: %w", config.Endpoint, err)
	}
	awsConfig, err := loadAWSConfig(context.Background(), config)
	if err != nil {
		return nil, err
	}
	target, err := targetOf(config, awsConfig)
	if err != nil {
		return nil, err
	}
	service := config.ServiceName
	if service == "" {
		service = defaultService
	}
	transport, err := newTransport(config)
	if err != nil {
		return nil, err
	}
	signing := &signingTransport{
		next:        transport,
		signer:      v4.NewSigner(),
		credentials: awsConfig.Credentials,
		region:      awsConfig.Region,
		service:     service,
		logger:      settings.Logger,
	}
	return &http.Server{
		Addr:              config.Endpoint,
		ReadHeaderTimeout: headerTimeout,
		Handler: &httputil.ReverseProxy{
			Transport: signing,
			Rewrite: func(request *httputil.ProxyRequest) {
				request.SetURL(target)
				request.SetXForwarded()
			},
			ErrorHandler: func(response http.ResponseWriter, _ *http.Request, err error) {
				settings.Logger.Error("AWS could not be asked", zap.Error(err))
				response.WriteHeader(http.StatusBadGateway)
			},
		},
	}, nil
}

func targetOf(config *Config, awsConfig aws.Config) (*url.URL, error) {
	if config.AWSEndpoint != "" {
		return url.Parse(config.AWSEndpoint)
	}
	if config.ServiceName != "" && config.ServiceName != defaultService {
		return nil, errors.New("aws_endpoint is needed for any other service than X-Ray")
	}
	endpoint, err := xray.NewDefaultEndpointResolverV2().ResolveEndpoint(
		context.Background(), xray.EndpointParameters{Region: aws.String(awsConfig.Region)})
	if err != nil {
		return nil, err
	}
	return &endpoint.URI, nil
}

// signingTransport signs what leaves; without credentials it leaves unsigned, and AWS says so to whoever asked.
type signingTransport struct {
	next        http.RoundTripper
	signer      *v4.Signer
	credentials aws.CredentialsProvider
	region      string
	service     string
	logger      *zap.Logger
}

func (t *signingTransport) RoundTrip(request *http.Request) (*http.Response, error) {
	var body []byte
	if request.Body != nil {
		read, err := io.ReadAll(request.Body)
		if err != nil {
			return nil, err
		}
		body = read
	}
	// Also where there was none: without a length and with a body it leaves chunked, as the original's does.
	request.Body = io.NopCloser(bytes.NewReader(body))
	credentials, err := t.credentials.Retrieve(request.Context())
	if err != nil {
		t.logger.Warn("no credentials to sign with", zap.Error(err))
		return t.next.RoundTrip(request)
	}
	hash := sha256.Sum256(body)
	err = t.signer.SignHTTP(request.Context(), credentials, request, hex.EncodeToString(hash[:]), t.service, t.region, time.Now())
	if err != nil {
		return nil, err
	}
	return t.next.RoundTrip(request)
}
