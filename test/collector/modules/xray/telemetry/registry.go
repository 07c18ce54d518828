package telemetry

import (
	"sync"

	"go.opentelemetry.io/collector/component"

	awsxray "github.com/open-telemetry/opentelemetry-collector-contrib/internal/aws/xray"
)

// Registry lets receivers count into the sender of the exporter that they contribute to.
type Registry interface {
	// Load gives the sender of a component, nil when there is none.
	Load(id component.ID) Sender
	// LoadOrNop gives the sender of a component, one that does nothing when there is none.
	LoadOrNop(id component.ID) Sender
	// LoadOrStore gives the sender that is there and true, else the one given and false.
	LoadOrStore(id component.ID, sender Sender) (Sender, bool)
	// Register makes the sender of a component, unless it is there, and gives it to its contributors too.
	Register(id component.ID, config Config, client awsxray.XRayClient, options ...Option) Sender
}

var global = NewRegistry()

// GlobalRegistry is the one of this collector.
func GlobalRegistry() Registry { return global }

// NewRegistry is empty.
func NewRegistry() Registry { return &registry{} }

type registry struct{ senders sync.Map }

func (r *registry) Load(id component.ID) Sender {
	if found, ok := r.senders.Load(id); ok {
		return found.(Sender)
	}
	return nil
}

func (r *registry) LoadOrNop(id component.ID) Sender {
	if found := r.Load(id); found != nil {
		return found
	}
	return NewNopSender()
}

func (r *registry) LoadOrStore(id component.ID, sender Sender) (Sender, bool) {
	found, loaded := r.senders.LoadOrStore(id, sender)
	return found.(Sender), loaded
}

func (r *registry) Register(id component.ID, config Config, client awsxray.XRayClient, options ...Option) Sender {
	sender, _ := r.LoadOrStore(id, newSender(client, options...))
	for _, contributor := range config.Contributors {
		r.LoadOrStore(contributor, sender)
	}
	return sender
}
