package web

import (
	"sync/atomic"
	"time"
)

// recentFor is how long is believed what was found out of all articles.
const recentFor = 5 * time.Second

// recent is what depends on the articles alone, not on what is asked: it is found out once in a while, not for every page.
type recent[T any] struct{ last atomic.Pointer[dated[T]] }

type dated[T any] struct {
	value T
	at    time.Time
}

// get returns what was found out lately, or finds it out. Several may do that at the same time, and all be right.
func (r *recent[T]) get(find func() (T, error)) (T, error) {
	now := time.Now()
	if known := r.last.Load(); known != nil && now.Sub(known.at) < recentFor {
		return known.value, nil
	}
	value, err := find()
	if err == nil {
		r.last.Store(&dated[T]{value, now})
	}
	return value, err
}
