package telemetry

import (
	"errors"
	"net"
	"sync"
	"syscall"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/service/xray/types"
)

// Recorder counts; it may be used by many at once.
type Recorder interface {
	// Rotate gives what was counted and starts anew.
	Rotate() types.TelemetryRecord
	// HasRecording says whether anything was counted.
	HasRecording() bool
	RecordSegmentsReceived(count int)
	RecordSegmentsSent(count int)
	RecordSegmentsSpillover(count int)
	RecordSegmentsRejected(count int)
	// RecordConnectionError counts by the kind of the error.
	RecordConnectionError(err error)
}

// NewRecorder starts at nothing.
func NewRecorder() Recorder {
	return &recorder{counts: map[counter]int32{}}
}

type counter int

const (
	received counter = iota
	sent
	spillover
	rejected
	timeout
	refused
	status4xx
	status5xx
	unknownHost
	other
)

type recorder struct {
	mutex  sync.Mutex
	counts map[counter]int32
}

func (r *recorder) add(what counter, count int) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.counts[what] += int32(count)
}

func (r *recorder) RecordSegmentsReceived(count int)  { r.add(received, count) }
func (r *recorder) RecordSegmentsSent(count int)      { r.add(sent, count) }
func (r *recorder) RecordSegmentsSpillover(count int) { r.add(spillover, count) }
func (r *recorder) RecordSegmentsRejected(count int)  { r.add(rejected, count) }
func (r *recorder) RecordConnectionError(err error)   { r.add(kindOf(err), 1) }

func (r *recorder) HasRecording() bool {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	return len(r.counts) > 0
}

func (r *recorder) Rotate() types.TelemetryRecord {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	counts := r.counts
	r.counts = map[counter]int32{}
	of := func(what counter) *int32 { return aws.Int32(counts[what]) }
	return types.TelemetryRecord{
		Timestamp:              aws.Time(time.Now()),
		SegmentsReceivedCount:  of(received),
		SegmentsSentCount:      of(sent),
		SegmentsSpilloverCount: of(spillover),
		SegmentsRejectedCount:  of(rejected),
		BackendConnectionErrors: &types.BackendConnectionErrors{
			TimeoutCount:           of(timeout),
			ConnectionRefusedCount: of(refused),
			HTTPCode4XXCount:       of(status4xx),
			HTTPCode5XXCount:       of(status5xx),
			UnknownHostCount:       of(unknownHost),
			OtherCount:             of(other),
		},
	}
}

func kindOf(err error) counter {
	var response *awshttp.ResponseError
	var dns *net.DNSError
	var network net.Error
	switch {
	case errors.As(err, &response) && response.HTTPStatusCode()/100 == 4:
		return status4xx
	case errors.As(err, &response) && response.HTTPStatusCode()/100 == 5:
		return status5xx
	case errors.As(err, &dns) && dns.IsNotFound:
		return unknownHost
	case errors.Is(err, syscall.ECONNREFUSED):
		return refused
	case errors.As(err, &network) && network.Timeout():
		return timeout
	}
	return other
}
