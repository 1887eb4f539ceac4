package main

import "slices"

// shot is what a process took that answered one query, in seconds.
type shot struct{ cpu, wall float64 }

// medianShot returns the median CPU and wall time.
func medianShot(all []shot) (cpu, wall float64) {
	of := func(get func(shot) float64) float64 {
		times := make([]float64, len(all))
		for i := range all {
			times[i] = get(all[i])
		}
		slices.Sort(times)
		return times[len(times)/2]
	}
	return of(func(s shot) float64 { return s.cpu }), of(func(s shot) float64 { return s.wall })
}
