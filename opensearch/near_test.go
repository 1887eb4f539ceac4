package opensearch

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/fihris-search/fihris/internal/index"
)

func listOf(scores ...string) *listed {
	l := &listed{}
	for i, s := range scores {
		l.hits = append(l.hits, found{Sort: []json.RawMessage{json.RawMessage(s), json.RawMessage(fmt.Sprintf(`"%d"`, i))}})
	}
	return l
}

// What the cluster cannot tell apart is put in order here, on both sides of the end of a page, and the next
// page goes on before it.
func TestNearlyEqualScoresAreOrderedHere(t *testing.T) {
	x := &asked{a: &index.Asked{}}
	l := listOf("9.5", "9.4999", "3.0000002", "3.0000001", "3", "2.5", "2.5", "0", "0", "-1.0000001", "-1.0000002")
	for _, c := range [][4]int{{0, 1, 0, 1}, {0, 2, 0, 2}, {0, 3, 0, 5}, {3, 4, 2, 5}, {5, 6, 5, 7}, {4, 4, 2, 5}, {2, 7, 2, 7}, {8, 10, 7, 11}, {0, 11, 0, 11}} {
		from, to := x.near(l, c[0], c[1])
		assert.Equal(t, [2]int{c[2], c[3]}, [2]int{from, to}, "%v", c)
	}
	start := &cursor{}
	assert.Equal(t, &cursor{First: 2, After: l.hits[1].Sort}, at(x.next(l, start, 4, false)))
	assert.Equal(t, &cursor{After: l.hits[4].Sort}, at(x.next(l, start, 5, false)))
	assert.Equal(t, &cursor{First: 4}, at(x.next(l, start, 4, true)), "within the finer order places are counted from the first")
	same := listOf("1", "1", "1")
	assert.Equal(t, &cursor{First: 2}, at(x.next(same, start, 2, false)))
	assert.Equal(t, &cursor{First: 2, After: l.hits[0].Sort}, at(x.next(same, &cursor{After: l.hits[0].Sort}, 2, false)))

	x.a.Sort = &index.SortWant{}
	from, to := x.near(l, 3, 4)
	assert.Equal(t, [2]int{3, 4}, [2]int{from, to}, "an order by a field has no scores")
}

// at is a cursor without what it is of.
func at(c *cursor) *cursor {
	c.List = 0
	return c
}
