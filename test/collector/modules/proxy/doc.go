// Package proxy stands in for the package of the same path in opentelemetry-collector-contrib, where a Go module proxy
// does not serve that module: a TCP server that signs whatever it is asked with AWS's Signature Version 4 and passes
// it on to X-Ray. The real awsproxy extension and awsxray receiver run it. It was written from their documentation,
// their use of it and recorded behaviour, not from the original.
package proxy // import "github.com/open-telemetry/opentelemetry-collector-contrib/internal/aws/proxy"
