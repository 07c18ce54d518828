package awsxray

// String is a pointer to the text, and nil for the empty text, which a document leaves out.
func String(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// StringOrEmpty is the text behind the pointer, empty when there is none.
func StringOrEmpty(text *string) string {
	if text == nil {
		return ""
	}
	return *text
}
