// Package awsxray stands in for the package of the same path in opentelemetry-collector-contrib, where a Go module
// proxy does not serve that module. It gives the real awsxray exporter and receiver what they import: the types of
// X-Ray's segment documents, names of attributes and a client. It was written from AWS's description of segment
// documents and from how exporter and receiver use it, not from the original; test/collector holds it to documents
// that the original made, byte for byte.
//
// See https://docs.aws.amazon.com/xray/latest/devguide/xray-api-segmentdocuments.html.
package awsxray // import "github.com/open-telemetry/opentelemetry-collector-contrib/internal/aws/xray"
