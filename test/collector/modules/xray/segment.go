package awsxray

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
)

// Segment is a segment or subsegment document. Fields are written in this order; without "omitempty" they are
// written as null when they are not known.
type Segment struct {
	Name        *string                   `json:"name"`
	ID          *string                   `json:"id"`
	StartTime   *float64                  `json:"start_time"`
	Service     *ServiceData              `json:"service,omitempty"`
	Origin      *string                   `json:"origin,omitempty"`
	User        *string                   `json:"user,omitempty"`
	ResourceARN *string                   `json:"resource_arn,omitempty"`
	Links       []SpanLinkData            `json:"links,omitempty"`
	TraceID     *string                   `json:"trace_id,omitempty"`
	EndTime     *float64                  `json:"end_time,omitempty"`
	InProgress  *bool                     `json:"in_progress,omitempty"`
	HTTP        *HTTPData                 `json:"http,omitempty"`
	Fault       *bool                     `json:"fault,omitempty"`
	Error       *bool                     `json:"error,omitempty"`
	Throttle    *bool                     `json:"throttle,omitempty"`
	Cause       *CauseData                `json:"cause,omitempty"`
	AWS         *AWSData                  `json:"aws,omitempty"`
	Annotations map[string]any            `json:"annotations,omitempty"`
	Metadata    map[string]map[string]any `json:"metadata,omitempty"`
	Subsegments []Segment                 `json:"subsegments,omitempty"`
	Namespace   *string                   `json:"namespace,omitempty"`
	ParentID    *string                   `json:"parent_id,omitempty"`
	Type        *string                   `json:"type,omitempty"`
	PrecursorID []string                  `json:"precursor_ids,omitempty"`
	Traced      *bool                     `json:"traced,omitempty"`
	SQL         *SQLData                  `json:"sql,omitempty"`
}

// Validate says whether what every document must have is there. It does not look into subsegments.
func (segment *Segment) Validate() error {
	switch {
	case segment.Name == nil:
		return errors.New(`segment "name" can not be nil`)
	case segment.ID == nil:
		return errors.New(`segment "id" can not be nil`)
	case segment.StartTime == nil:
		return errors.New(`segment "start_time" can not be nil`)
	case segment.TraceID == nil:
		return errors.New(`segment "trace_id" can not be nil`)
	}
	return nil
}

// ServiceData is about the application.
type ServiceData struct {
	Version *string `json:"version,omitempty"`
}

// SpanLinkData leads to a span of another trace.
type SpanLinkData struct {
	TraceID    *string        `json:"trace_id"`
	SpanID     *string        `json:"id"`
	Attributes map[string]any `json:"attributes,omitempty"`
}

// HTTPData is a request and its answer.
type HTTPData struct {
	Request  *RequestData  `json:"request,omitempty"`
	Response *ResponseData `json:"response,omitempty"`
}

// RequestData is what was asked.
type RequestData struct {
	XForwardedFor *bool   `json:"x_forwarded_for,omitempty"`
	Method        *string `json:"method,omitempty"`
	URL           *string `json:"url,omitempty"`
	UserAgent     *string `json:"user_agent,omitempty"`
	ClientIP      *string `json:"client_ip,omitempty"`
}

// ResponseData is what was answered; X-Ray SDKs write the length as a number or as text.
type ResponseData struct {
	Status        *int64 `json:"status,omitempty"`
	ContentLength any    `json:"content_length,omitempty"`
}

// CauseDataType tells the two forms of a cause apart.
type CauseDataType int

// The forms of a cause: the id of an exception in another subsegment, or an object with exceptions.
const (
	CauseTypeExceptionID CauseDataType = iota + 1
	CauseTypeObject
)

// CauseData is why a request failed, in one of two forms.
type CauseData struct {
	Type        CauseDataType
	ExceptionID *string
	CauseObject
}

// CauseObject holds exceptions.
type CauseObject struct {
	WorkingDirectory *string     `json:"working_directory,omitempty"`
	Paths            []string    `json:"paths,omitempty"`
	Exceptions       []Exception `json:"exceptions,omitempty"`
}

// MarshalJSON writes the form that the type says.
func (cause CauseData) MarshalJSON() ([]byte, error) {
	if cause.Type == CauseTypeExceptionID {
		return json.Marshal(cause.ExceptionID)
	}
	return json.Marshal(cause.CauseObject)
}

// UnmarshalJSON reads the form that is there.
func (cause *CauseData) UnmarshalJSON(text []byte) error {
	if trimmed := bytes.TrimSpace(text); len(trimmed) > 0 && trimmed[0] == '{' {
		cause.Type = CauseTypeObject
		return json.Unmarshal(trimmed, &cause.CauseObject)
	}
	var id string
	if err := json.Unmarshal(text, &id); err != nil {
		return fmt.Errorf("the value assigned to the `cause` field does not appear to be a string: %s", text)
	}
	cause.Type = CauseTypeExceptionID
	cause.ExceptionID = &id
	return nil
}

// Exception is one of a chain; its cause is the id of the next.
type Exception struct {
	ID        *string      `json:"id,omitempty"`
	Message   *string      `json:"message,omitempty"`
	Type      *string      `json:"type,omitempty"`
	Remote    *bool        `json:"remote,omitempty"`
	Truncated *int64       `json:"truncated,omitempty"`
	Skipped   *int64       `json:"skipped,omitempty"`
	Cause     *string      `json:"cause,omitempty"`
	Stack     []StackFrame `json:"stack,omitempty"`
}

// StackFrame is one call of a stack.
type StackFrame struct {
	Path  *string `json:"path,omitempty"`
	Line  *int    `json:"line,omitempty"`
	Label *string `json:"label,omitempty"`
}

// SQLData is a query to a database.
type SQLData struct {
	ConnectionString *string `json:"connection_string,omitempty"`
	URL              *string `json:"url,omitempty"`
	SanitizedQuery   *string `json:"sanitized_query,omitempty"`
	DatabaseType     *string `json:"database_type,omitempty"`
	DatabaseVersion  *string `json:"database_version,omitempty"`
	DriverVersion    *string `json:"driver_version,omitempty"`
	User             *string `json:"user,omitempty"`
	Preparation      *string `json:"preparation,omitempty"`
}
