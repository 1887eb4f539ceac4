package main

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// result is a line of what a process reports: an index that was made, or a
// class of queries that was answered. The Lucene peer prints the same.
type result struct {
	Docs    int     `json:"docs,omitempty"`
	Seconds float64 `json:"seconds,omitempty"`
	Bytes   int64   `json:"bytes,omitempty"`
	RSS     int64   `json:"rss,omitempty"`  // the peak, in bytes
	Own     int64   `json:"anon,omitempty"` // what of it no file has, at the end: heap, caches, a virtual machine
	CPU     float64 `json:"cpu,omitempty"`  // seconds of the whole process; in the first result

	Class   string  `json:"class,omitempty"`
	Clients int     `json:"clients,omitempty"`
	N       int     `json:"n,omitempty"`
	First   float64 `json:"first,omitempty"` // median of the first time that each query is asked, µs
	P50     float64 `json:"p50,omitempty"`   // of the times after that, µs
	P95     float64 `json:"p95,omitempty"`
	P99     float64 `json:"p99,omitempty"`
	QPS     float64 `json:"qps,omitempty"`

	IDs []string `json:"ids,omitempty"` // an answer
}

func report(r result) {
	b, err := json.Marshal(r)
	if err != nil {
		panic(err) // a NaN: nothing was measured
	}
	fmt.Println(string(b))
}

// searcher answers one query and returns the IDs of the k best.
type searcher func(q query, k int) ([]string, error)

// measure answers the queries of each class, first once, then repeat times by
// so many clients at once, and reports these; the first time if repeat is 0.
func measure(search searcher, queries []query, k, repeat, clients int) error {
	for len(queries) > 0 {
		n := 1
		for n < len(queries) && queries[n].class == queries[0].class {
			n++
		}
		first, _, err := run(search, queries[:n], k, 1, 1)
		if err != nil {
			return err
		}
		all, seconds, err := run(search, queries[:n], k, repeat, clients)
		if err != nil {
			return err
		}
		if repeat == 0 {
			all, seconds, first = first, sum(first)/1e6, nil
		}
		report(result{
			Class: queries[0].class, Clients: clients, N: len(all), First: at(first, 0.5),
			P50: at(all, 0.5), P95: at(all, 0.95), P99: at(all, 0.99), QPS: float64(len(all)) / seconds,
		})
		queries = queries[n:]
	}
	return nil
}

func sum(times []float64) (s float64) {
	for _, t := range times {
		s += t
	}
	return s
}

// at returns a quantile of sorted times; 0 of none.
func at(sorted []float64, share float64) float64 {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[min(len(sorted)-1, int(share*float64(len(sorted))))]
}

// run returns the sorted times in µs and the seconds of the whole.
func run(search searcher, queries []query, k, repeat, clients int) ([]float64, float64, error) {
	times := make([]float64, len(queries)*repeat)
	var next atomic.Int64
	var wg sync.WaitGroup
	errs := make([]error, clients)
	start := time.Now()
	now := func() (time.Duration, error) { return time.Since(start), nil }
	if readsCPU() {
		now = threadTime
	}
	for c := range clients {
		wg.Go(func() {
			runtime.LockOSThread() // whose time it is
			defer runtime.UnlockOSThread()
			for {
				i := int(next.Add(1)) - 1
				if i >= len(times) {
					return
				}
				began, err := now()
				if err == nil {
					_, err = search(queries[i%len(queries)], k)
				}
				if err != nil {
					errs[c] = fmt.Errorf("query %q: %w", queries[i%len(queries)].text, err)
					return
				}
				ended, _ := now() // it could before
				times[i] = float64((ended - began).Nanoseconds()) / 1e3
			}
		})
	}
	wg.Wait()
	seconds := time.Since(start).Seconds()
	for _, err := range errs {
		if err != nil {
			return nil, 0, err
		}
	}
	slices.Sort(times)
	return times, seconds, nil
}

// folderSize is the bytes of all files below dir.
func folderSize(dir string) (n int64, err error) {
	err = filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err == nil {
			n += info.Size()
		}
		return err
	})
	return n, err
}

// memory is what the process has by a line of its status, in bytes; 0 where the
// system does not tell. VmHWM is the most that was resident at once, RssAnon what
// is resident now and in no file.
func memory(name string) int64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(line, name); ok {
			kb, err := strconv.ParseInt(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(rest), "kB")), 10, 64)
			if err == nil {
				return kb << 10
			}
		}
	}
	return 0
}

// answer reports the k best of every query.
func answer(search searcher, queries []query, k int) error {
	for _, q := range queries {
		ids, err := search(q, k)
		if err != nil {
			return fmt.Errorf("query %q: %w", q.text, err)
		}
		report(result{IDs: ids})
	}
	return nil
}
