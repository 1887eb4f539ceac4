package rank

import "slices"

// collector keeps the k best hits: a heap with the worst of them at the root.
type collector struct {
	k     int
	less  func(a, b uint64) bool
	after *After
	hits  []Hit
}

func (c *collector) reset(k int, opt *Options) {
	c.k, c.less, c.after = k, opt.Less, opt.After
	c.hits = c.hits[:0]
}

// threshold is the score below which a document cannot be among the hits.
func (c *collector) threshold() float64 {
	if len(c.hits) < c.k {
		return 0
	}
	return c.hits[0].Score
}

// better says whether a comes before b in the list of hits.
func (c *collector) better(a, b Hit) bool {
	if a.Score != b.Score {
		return a.Score > b.Score
	}
	if c.less == nil {
		return a.Doc < b.Doc
	}
	return c.less(a.Doc, b.Doc)
}

// passed says whether the hit comes at or before the place to continue after.
func (c *collector) passed(h Hit) bool {
	if c.after == nil || h.Score < c.after.Score {
		return false
	}
	return h.Score > c.after.Score || c.after.Behind == nil || !c.after.Behind(h.Doc)
}

// offer adds a document if it is among the best so far. It says whether it was.
func (c *collector) offer(doc uint64, score float64) bool {
	h := Hit{doc, score}
	full := len(c.hits) == c.k
	if full && (score < c.hits[0].Score || !c.better(h, c.hits[0])) || c.passed(h) {
		return false
	}
	if full {
		c.hits[0] = h
		c.down(0)
		return true
	}
	c.hits = append(c.hits, h)
	for i := len(c.hits) - 1; i > 0; {
		parent := (i - 1) / 2
		if !c.better(c.hits[parent], c.hits[i]) {
			break
		}
		c.hits[parent], c.hits[i] = c.hits[i], c.hits[parent]
		i = parent
	}
	return true
}

// down moves the hit at i to where it belongs in the heap.
func (c *collector) down(i int) {
	for {
		worst := i
		for child := 2*i + 1; child <= 2*i+2 && child < len(c.hits); child++ {
			if c.better(c.hits[worst], c.hits[child]) {
				worst = child
			}
		}
		if worst == i {
			return
		}
		c.hits[i], c.hits[worst] = c.hits[worst], c.hits[i]
		i = worst
	}
}

// result returns the hits, best first; nil for none.
func (c *collector) result() []Hit {
	if len(c.hits) == 0 {
		return nil
	}
	hits := slices.Clone(c.hits)
	slices.SortFunc(hits, func(a, b Hit) int {
		if c.better(a, b) {
			return -1
		}
		return 1
	})
	return hits
}

// up and down keep a heap of numbers, the least at the root: up after one was
// appended, down after the root was replaced.
func up(h []uint32) {
	for i := len(h) - 1; i > 0; {
		parent := (i - 1) / 2
		if h[parent] <= h[i] {
			return
		}
		h[parent], h[i] = h[i], h[parent]
		i = parent
	}
}

func down(h []uint32) {
	for i := 0; ; {
		child := 2*i + 1
		if child >= len(h) {
			return
		}
		if child+1 < len(h) && h[child+1] < h[child] {
			child++
		}
		if h[i] <= h[child] {
			return
		}
		h[i], h[child] = h[child], h[i]
		i = child
	}
}
