package charset

import "unicode/utf8"

// weighed is what the bytes say for each table.
type weighed struct {
	best   *table
	second int64 // what the cheapest other reading costs
	costs  map[*table]int64
	bytes  int  // beyond ASCII
	first  byte // of them
	at     int  // where it is
}

// weigh asks every table how likely the bytes are, beside how common it is.
func weigh(b []byte, prior func(*table) int64) *weighed {
	w := &weighed{costs: map[*table]int64{}}
	var occurs [256]bool
	for i, c := range b {
		if c < utf8.RuneSelf {
			continue
		}
		if w.bytes++; w.bytes == 1 {
			w.first, w.at = c, i
		}
		occurs[c] = true
	}
	m := theModel()
	for _, t := range tables() {
		cost := m.bytesCost(t, b)
		if t.shaped {
			cost = min(cost, m.backwardCost(t, b))
		}
		cost += prior(t)
		w.costs[t] = cost
		if w.best == nil || cost < w.costs[w.best] {
			w.best = t
		}
	}
	w.second = 1 << 60
	for t, cost := range w.costs {
		if cost < w.second && !t.same(w.best, &occurs) {
			w.second = cost
		}
	}
	return w
}

// inFiles is the prior of texts.
func inFiles(t *table) int64 { return t.prior }

// inNames is the prior of the names of files: those are written in one of the
// two encodings of an Arabic Windows, hardly ever in another.
func inNames(t *table) int64 {
	if t.name == Windows1256 || t.name == CP720 {
		return 0
	}
	return 300 + t.prior
}

func (w *weighed) cost(t *table) int64 { return w.costs[t] }

// tolerable reports whether the best reading is language at all; a few odd
// signs are.
func (w *weighed) tolerable() bool {
	return w.cost(w.best) <= int64(w.bytes)*tolerable+tolerable
}

// plain reports whether the best reading is Arabic beyond doubt: this cheap no
// other language comes.
func (w *weighed) plain() bool {
	return w.best.name != Windows1252 && w.bytes >= 8 && w.cost(w.best) <= int64(w.bytes)*costLimit
}

// costLimit is what a letter of running Arabic costs at most, on the average.
const costLimit = 400
