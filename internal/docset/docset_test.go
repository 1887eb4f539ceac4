package docset_test

import (
	"slices"
	"testing"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"

	"github.com/fihris-search/fihris/internal/docset"
)

const segments, docs = 3, 700 // more documents than Each reads at once

// drawn is a set together with what it should hold.
type drawn struct {
	set  docset.Set
	held [segments * docs]bool
}

func draw(t *rapid.T, name string) (d drawn) {
	d.set = docset.Empty(segments)
	share := rapid.IntRange(0, 10).Draw(t, name+" of ten")
	for i := range d.held {
		if d.held[i] = rapid.IntRange(0, 9).Draw(t, name) < share; d.held[i] {
			d.set[i/docs].Add(uint32(i % docs))
		}
	}
	return d
}

// listed are the documents of a set, numbered through all segments.
func listed(s docset.Set) (all []int) {
	for i, b := range s {
		docset.Each(b, func(doc uint32) { all = append(all, i*docs+int(doc)) })
	}
	return all
}

// TestOperations compares the operations with a look at every document.
func TestOperations(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := draw(t, "a"), draw(t, "b")
		before := [2][]int{listed(a.set), listed(b.set)}
		want := func(hold func(i int) bool) (all []int) {
			for i := range a.held {
				if hold(i) {
					all = append(all, i)
				}
			}
			return all
		}
		both := want(func(i int) bool { return a.held[i] && b.held[i] })
		assert.Equal(t, both, listed(a.set.And(b.set)))
		assert.Equal(t, both, listed(docset.Both(a.set, b.set)))
		assert.Equal(t, want(func(i int) bool { return a.held[i] || b.held[i] }), listed(a.set.Or(b.set)))
		c := draw(t, "c")
		assert.Equal(t, want(func(i int) bool { return a.held[i] || b.held[i] || c.held[i] }), listed(docset.Union(segments, a.set, b.set, c.set)))
		assert.Equal(t, want(func(i int) bool { return a.held[i] && !b.held[i] }), listed(a.set.Not(b.set)))
		assert.Equal(t, uint64(len(both)), a.set.Overlap(b.set))
		assert.Equal(t, a.set.Or(b.set).Count(), a.set.Either(b.set))
		assert.Equal(t, uint64(len(before[0])), a.set.Count())
		assert.Equal(t, before, [2][]int{listed(a.set), listed(b.set)}, "operations leave their sets alone")
	})
}

func TestNoCondition(t *testing.T) {
	some := docset.Set{roaring.BitmapOf(1, 2)}
	assert.Equal(t, some, docset.Both(nil, some))
	assert.Equal(t, some, docset.Both(some, nil))
	assert.Nil(t, docset.Both(nil, nil))
}

func TestEachAscends(t *testing.T) {
	b := roaring.New()
	b.AddRange(5, 5+3*256+1)
	var all []uint32
	docset.Each(b, func(doc uint32) { all = append(all, doc) })
	assert.Equal(t, b.ToArray(), all)
	assert.True(t, slices.IsSorted(all))
}
