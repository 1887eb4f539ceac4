package charset

import (
	"math"
	"unicode/utf8"

	"github.com/fihris-search/fihris/internal/analysis"
)

// weighed is what the bytes say for each table.
type weighed struct {
	best   *table
	second int64 // what the cheapest other reading costs
	costs  map[*table]int64
	bytes  int  // beyond ASCII
	first  byte // of them
	at     int  // where it is
}

// weigh asks every table how likely the bytes are by their letters, beside what
// else is known of such bytes.
func weigh(b []byte, beside func(*table, []byte) int64) *weighed {
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
		cost += beside(t, b)
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

// inFiles is what is known of texts: how rare the encoding is.
func inFiles(t *table, _ []byte) int64 { return t.prior }

// inNames is what is known of the names of files: in archives those of MS-DOS
// are as common as those of Windows; and names are so short that letter pairs do
// not tell enough. Of فلم in ISO-8859-6 and لنه, which its bytes are in
// Windows-1256, one is a word. How rare an encoding is counts half beside that.
func inNames(t *table, b []byte) int64 {
	cost := theModel().wordsCost(t, b)
	if t.name != CP720 {
		cost += t.prior / 2
	}
	return cost
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

// unknown is what a word costs beside its letters that the lexicon does not
// know: one in ten is such. Letters by themselves are neither.
const unknown = 230

// wordsCost returns by how much more or less the words in b cost for being words
// than for their letters: what the lexicon knows is as likely as it is frequent.
func (m *model) wordsCost(t *table, b []byte) (sum int64) {
	start := -1 // of a word
	for i := range len(b) + 1 {
		switch {
		case i < len(b) && t.class[b[i]] >= letters:
			if start < 0 {
				start = i
			}
		case start >= 0 && i > start+1:
			byLetters := m.bytesCost(t, b[start:i])
			sum += min(wordCost(t.decode(b[start:i])), byLetters+unknown) - byLetters
			start = -1
		default:
			start = -1
		}
	}
	return sum
}

// wordCost returns how unlikely a word is by its frequency, in hundredths of a
// nat.
func wordCost(word string) int64 {
	f := analysis.Frequency(word)
	if f == 0 {
		return math.MaxInt64
	}
	return int64(-100 * math.Log(f))
}
