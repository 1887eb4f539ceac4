package answer

import "net/http"

// Failure is what programs get in place of an answer, as application/problem+json:
// the problem details of RFC 9457, with Code, Offset and Error as its extensions.
// Error says the same in one member, as answers that are not whole do ([Written]).
type Failure struct {
	Type   string `json:"type" doc:"about:blank: the status says what kind of problem it is, and code which."`
	Title  string `json:"title" doc:"The name of the status."`
	Status int    `json:"status"`
	Detail string `json:"detail" doc:"For people: what was wrong, and what to do."`
	Code   string `json:"code" doc:"For programs, as in error."`
	Offset *int   `json:"offset,omitempty" doc:"Of a query that cannot be understood, in bytes."`
	Error  Error  `json:"error" doc:"Code, detail and offset once more, as they stand beside answers that are not whole."`
}

// NewFailure is the failure of a status.
func NewFailure(status int, e Error) Failure {
	return Failure{
		Type: "about:blank", Title: http.StatusText(status), Status: status,
		Detail: e.Message, Code: e.Code, Offset: e.Offset, Error: e,
	}
}
