// Package telemetrytest holds what the exporter's own tests import: they are run over these modules by hand.
package telemetrytest // import "github.com/open-telemetry/opentelemetry-collector-contrib/internal/aws/xray/telemetry/telemetrytest"

import (
	"context"
	"sync/atomic"

	"go.opentelemetry.io/collector/component"

	awsxray "github.com/open-telemetry/opentelemetry-collector-contrib/internal/aws/xray"
	"github.com/open-telemetry/opentelemetry-collector-contrib/internal/aws/xray/telemetry"
)

// NewNopRegistry knows no sender and makes none.
func NewNopRegistry() telemetry.Registry { return nopRegistry{} }

type nopRegistry struct{}

func (nopRegistry) Load(component.ID) telemetry.Sender      { return telemetry.NewNopSender() }
func (nopRegistry) LoadOrNop(component.ID) telemetry.Sender { return telemetry.NewNopSender() }
func (nopRegistry) LoadOrStore(_ component.ID, sender telemetry.Sender) (telemetry.Sender, bool) {
	return sender, false
}

func (nopRegistry) Register(component.ID, telemetry.Config, awsxray.XRayClient, ...telemetry.Option) telemetry.Sender {
	return telemetry.NewNopSender()
}

// SenderSink counts and never sends.
type SenderSink struct {
	telemetry.Recorder
	StartCount, StopCount atomic.Int64
}

// NewSenderSink has counted nothing.
func NewSenderSink() *SenderSink { return &SenderSink{Recorder: telemetry.NewRecorder()} }

// Start is counted.
func (s *SenderSink) Start(context.Context) { s.StartCount.Add(1) }

// Stop is counted.
func (s *SenderSink) Stop() { s.StopCount.Add(1) }
