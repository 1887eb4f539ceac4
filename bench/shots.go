package main

import (
	"fmt"
	"path/filepath"
	"slices"
	"time"
)

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

// shots is how many processes are started to answer one query each.
const shots = 9

// compareShots starts processes that open an index and answer one query.
func (o *options) compareShots(engines []engine, name, asked string) error {
	fmt.Printf("## %s: one query in a process of its own, medians of %d\n\n| | CPU ms | wall ms |\n|---|---|---|\n", name, shots)
	one := filepath.Join(o.work, name+".one")
	if err := firstLine(asked, one); err != nil {
		return err
	}
	spent := map[string][]shot{}
	for range shots {
		for _, e := range engines {
			began := time.Now()
			results, err := e.search(filepath.Join(o.work, name+"."+e.name), one, mode{exact: e.alwaysExact, clients: 1, once: true})
			if err != nil {
				return fmt.Errorf("%s: %w", e.name, err)
			}
			spent[e.name] = append(spent[e.name], shot{results[0].CPU, time.Since(began).Seconds()})
		}
	}
	for _, e := range engines {
		cpu, wall := medianShot(spent[e.name])
		fmt.Printf("| %s | %.0f | %.0f |\n", e.name, 1e3*cpu, 1e3*wall)
	}
	fmt.Println()
	return nil
}
