package client

import (
	"errors"
	"net/http"
	"time"
)

// The failures worth telling apart: use [errors.Is]. All else that a server says
// is an [Error], too.
var (
	ErrNotFound     = errors.New("no such article")
	ErrUnauthorized = errors.New("the server does not know the token")
	ErrReadOnly     = errors.New("the server takes no articles")
	ErrRefused      = errors.New("the article was not taken")
	ErrDamaged      = errors.New("the index of the server is damaged")
	ErrFull         = errors.New("the disk of the server is full")
	ErrBusy         = errors.New("the server cannot answer just now")
)

// Error is a failure that a server tells.
type Error struct {
	Status     int           // of HTTP
	Code       string        // for programs, such as "busy"; empty where it was not our server that answered
	Message    string        // for people, with what to do
	RetryAfter time.Duration // when to try again; 0 where the server does not say
}

// Error returns the message.
func (e *Error) Error() string { return "client: " + e.Message }

// Is says which of the failures above it is.
func (e *Error) Is(target error) bool {
	switch target {
	case ErrNotFound:
		return e.Status == http.StatusNotFound && e.Code == "not_found"
	case ErrUnauthorized:
		return e.Status == http.StatusUnauthorized
	case ErrReadOnly:
		return e.Code == "read_only"
	case ErrRefused:
		return e.Status == http.StatusUnprocessableEntity || e.Code == "bad_article" || e.Code == "too_large"
	case ErrDamaged:
		return e.Code == "damaged"
	case ErrFull:
		return e.Code == "full"
	case ErrBusy:
		return e.Status == http.StatusServiceUnavailable && e.Code != "damaged"
	}
	return false
}
