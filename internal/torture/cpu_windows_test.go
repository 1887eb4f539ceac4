package torture

import "time"

var started = time.Now()

// cpuTime is the time since the start: what a process has taken is not asked here.
func cpuTime() time.Duration { return time.Since(started) }
