package main

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
)

// However much is left out, a report stays of a size, and counts all.
func TestReportOfManySkips(t *testing.T) {
	r := newIndexReport()
	for i := range maxSkips + 5 {
		why := fmt.Sprint("reason ", i%(maxGroups+3))
		r.skip(skipReport{Path: "a.jsonl", Line: i, Reason: why}, skipGroup{Reason: why})
	}
	assert.Equal(t, maxSkips+5, r.Skipped)
	assert.Len(t, r.Skips, maxSkips)
	assert.Len(t, r.Groups, maxGroups)
	assert.Equal(t, (maxSkips+5)/(maxGroups+3)+1, r.Groups[0].Count)
}

// Files that are not read come first, then what is most frequent.
func TestReportInOrder(t *testing.T) {
	r := newIndexReport()
	for _, g := range []skipGroup{{Reason: "once"}, {Reason: "twice"}, {Reason: "kind", Files: true}, {Reason: "twice"}, {Reason: "again"}} {
		r.skip(skipReport{Path: "a", Reason: g.Reason}, g)
	}
	var reasons []string
	for _, g := range r.sorted() {
		reasons = append(reasons, g.Reason)
	}
	assert.Equal(t, []string{"kind", "twice", "once", "again"}, reasons)
	assert.Equal(t, "once", r.Groups[0].Reason, "the report keeps its own order")
}

func TestPlaceOfASkip(t *testing.T) {
	for want, s := range map[string]skipReport{
		"a.jsonl:1": {Path: "a.jsonl", Line: 1}, "a.txt": {Path: "a.txt"}, "article x": {ID: "x"},
	} {
		assert.Equal(t, want, s.place())
	}
}
