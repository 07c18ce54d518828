package telemetry

import (
	"context"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/xray"
	"github.com/aws/aws-sdk-go-v2/service/xray/types"
	"go.uber.org/zap"

	awsxray "github.com/open-telemetry/opentelemetry-collector-contrib/internal/aws/xray"
)

const (
	interval = time.Minute
	// What waits while X-Ray cannot be reached; the oldest goes first.
	maxWaiting = 30
	// How long the last records may hold up the end of the collector.
	lastCallTimeout = 2 * time.Second
)

// Sender is a recorder whose records go to X-Ray between Start and Stop.
type Sender interface {
	Recorder
	Start(ctx context.Context)
	Stop()
}

// NewNopSender counts nothing and sends nothing.
func NewNopSender() Sender { return nopSender{} }

type nopSender struct{}

func (nopSender) Rotate() types.TelemetryRecord { return types.TelemetryRecord{} }
func (nopSender) HasRecording() bool            { return false }
func (nopSender) RecordSegmentsReceived(int)    {}
func (nopSender) RecordSegmentsSent(int)        {}
func (nopSender) RecordSegmentsSpillover(int)   {}
func (nopSender) RecordSegmentsRejected(int)    {}
func (nopSender) RecordConnectionError(error)   {}
func (nopSender) Start(context.Context)         {}
func (nopSender) Stop()                         {}

type sender struct {
	Recorder
	client      awsxray.XRayClient
	logger      *zap.Logger
	hostname    string
	instanceID  string
	resourceARN string
	waiting     []types.TelemetryRecord
	start, stop sync.Once
	stopping    chan struct{}
	done        sync.WaitGroup
}

func newSender(client awsxray.XRayClient, options ...Option) Sender {
	s := &sender{Recorder: NewRecorder(), client: client, logger: zap.NewNop(), stopping: make(chan struct{})}
	for _, option := range options {
		option(s)
	}
	return s
}

func (s *sender) Start(context.Context) {
	s.start.Do(func() {
		s.done.Add(1)
		go s.run()
	})
}

func (s *sender) Stop() {
	s.stop.Do(func() { close(s.stopping) })
	s.done.Wait()
}

func (s *sender) run() {
	defer s.done.Done()
	ticker := time.NewTicker(interval)
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
			s.send(interval)
		case <-s.stopping:
			s.send(lastCallTimeout)
			return
		}
	}
}

func (s *sender) send(limit time.Duration) {
	if s.HasRecording() {
		s.waiting = append(s.waiting, s.Rotate())
		s.waiting = s.waiting[max(0, len(s.waiting)-maxWaiting):]
	}
	if len(s.waiting) == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	_, err := s.client.PutTelemetryRecords(ctx, &xray.PutTelemetryRecordsInput{
		TelemetryRecords: s.waiting,
		Hostname:         awsxray.String(s.hostname),
		EC2InstanceId:    awsxray.String(s.instanceID),
		ResourceARN:      awsxray.String(s.resourceARN),
	})
	if err != nil {
		s.logger.Debug("telemetry records were not sent", zap.Error(err))
		return
	}
	s.waiting = nil
}
