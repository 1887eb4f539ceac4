// Package answer is how answers look as JSON: the shapes, and what fills them
// from the results of the library. The HTTP interface and the command with
// --json give the same, so that a script can move from one to the other.
//
// A list that is empty is [], never null; what is unknown is left out; times
// are RFC 3339 in UTC. The tag doc says what a field means: the description of
// the HTTP interface (package openapi) is made of these types.
package answer

import "time"

// timestamp is empty for an unknown time.
func timestamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}
