package web

import (
	"time"

	"github.com/fihris-search/fihris"
)

// ParsePeriod is fihris.ParsePeriod.
func ParsePeriod(s string) (start, end time.Time, err error) { return fihris.ParsePeriod(s) }
