package rank_test

import (
	"math/rand/v2"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris/internal/blockmax"
	"github.com/fihris-search/fihris/internal/rank"
)

// lister is a segment whose lists are searched where they lie.
type lister struct{ *fake }

func listers(fakes []*fake) (out []rank.Segment) {
	for _, f := range fakes {
		out = append(out, lister{f})
	}
	return out
}

// layouts are the kinds of segments that all searches must be the same in.
var layouts = map[string]func([]*fake) []rank.Segment{"whole": segments, "where they lie": listers}

// listedAs is what words counted for when the lists were made: not what those of the tests do.
var listedAs = map[string]float64{"root": .5, "stem": 1, "exact": .3, "title": .6}

// listed is a list of a lister.
type listed struct {
	field string
	term  int
	parts uint
	used  bool
}

// list is the list of a term, made once.
func (l lister) list(n *listed) (rank.Source, bool) {
	key := n.field + strconv.Itoa(n.term)
	made, ok := l.lists.Load(key)
	if !ok {
		made = l.make(n)
		l.lists.Store(key, made)
	}
	list := made.(blockmax.List)
	return rank.Source{List: list, Parts: n.parts, Weight: listedAs[n.field]}, list.Count > 0
}

// make makes the list of a term, which lies in others of the same text.
func (l lister) make(n *listed) blockmax.List {
	docs, freqs, bounds := []uint32{}, []uint32{}, []float32{}
	fields := map[string][]string{"root": {"root"}, "stem": {"root", "stem"}, "exact": {"root", "stem", "exact"}, "title": {"title"}}[n.field]
	form := n.term * divisors[n.field]
	factors := make([]float64, len(fields))
	averages := make([]float64, len(fields))
	for i, field := range fields {
		df := 0
		for d := range l.articles {
			a := &l.articles[d]
			averages[i] += float64(a.length(field)) / float64(len(l.articles))
			if a.tfs[field][form/divisors[field]] > 0 {
				df++
			}
		}
		factors[i] = blockmax.Factor(listedAs[field], uint64(df), uint64(len(l.articles)))
	}
	for d := range l.articles {
		a := &l.articles[d]
		tf := a.tfs[n.field][n.term]
		if tf == 0 {
			continue
		}
		bound := 0.0
		for i, field := range fields {
			x := float64(a.tfs[field][form/divisors[field]])
			bound += factors[i] * x / (x + blockmax.Norm(a.length(field), averages[i]))
		}
		docs, freqs, bounds = append(docs, uint32(d)), append(freqs, tf), append(bounds, float32(bound))
	}
	if len(docs) == 0 {
		return blockmax.List{}
	}
	list, err := blockmax.Open(blockmax.Append(nil, docs, freqs, bounds, len(l.articles)), len(docs), uint32(len(l.articles)))
	if err != nil {
		panic(err)
	}
	return list
}

// Lists makes chains of forms, their stems and roots.
func (l lister) Lists(parts []rank.Part, dst []rank.Source) ([]rank.Source, bool, error) {
	if l.broken != nil {
		return dst, false, l.broken
	}
	var all []*listed
	for p := range parts {
		if parts[p].List != nil {
			return dst, false, nil
		}
	terms:
		for _, t := range parts[p].Terms {
			term, err := strconv.Atoi(t)
			if err != nil {
				return dst, false, err
			}
			for _, n := range all {
				if n.field == parts[p].Field && n.term == term {
					n.parts |= 1 << p
					continue terms
				}
			}
			all = append(all, &listed{field: parts[p].Field, term: term, parts: 1 << p})
		}
	}
	chain := 0
	take := func(field string, term int, depth rank.Depth) {
		for _, n := range all {
			if n.field == field && n.term == term && !n.used {
				n.used = true
				if s, ok := l.list(n); ok {
					s.Chain, s.Depth = chain, depth
					dst = append(dst, s)
				}
			}
		}
	}
	for _, field := range []string{"exact", "stem", "root", "title"} {
		for _, n := range all {
			if n.field != field || n.used {
				continue
			}
			switch form := n.term * divisors[field]; field {
			case "exact":
				take("exact", form, rank.Form)
				take("stem", form/3, rank.Stem)
				take("root", form/9, rank.Root)
			case "stem":
				take("stem", form/3, rank.Stem)
				take("root", form/9, rank.Root)
			case "root":
				take("root", form/9, rank.Root)
			default: // titles are not among the texts here
				take("title", n.term, rank.Stem)
			}
			chain++
		}
	}
	return dst, true, nil
}

// Over several windows most of them are left out, and nothing is lost by it.
func TestSkippingWindows(t *testing.T) {
	r := rand.New(rand.NewPCG(71, 72))
	fakes := randomIndex(r, .05, 5000, 2048, 2049)
	e := rank.New(1 << 30)
	s := e.Snapshot(listers(fakes))
	for range 15 {
		q := randomQuery(r, fakes)
		for _, k := range []int{1, 10} {
			got, err := e.TopK(ctx, s, q, k, rank.Options{})
			require.NoError(t, err)
			want, err := e.TopK(ctx, s, q, k, rank.Options{Exhaustive: true})
			require.NoError(t, err)
			require.Equal(t, want, got)
		}
	}
}

// Words whose lists are searched where they lie are not kept in memory, however often they are asked for; what has to be
// read whole is, and is not read again.
func TestWhatIsReadWholeIsKept(t *testing.T) {
	fakes := randomIndex(rand.New(rand.NewPCG(73, 74)), 0, 300)
	e := rank.New(1 << 20)
	ask := func(s *rank.Snapshot, words ...rank.Word) {
		_, err := e.TopK(ctx, s, rank.Query{Words: words}, 10, rank.Options{})
		require.NoError(t, err)
	}
	s := e.Snapshot(listers(fakes))
	for range 3 {
		ask(s, word(1), word(2))
		ask(s, word(1))
	}
	assert.Zero(t, e.Entries())
	assert.Zero(t, fakes[0].reads.Load(), "nothing was read whole")
	s = e.Snapshot(segments(fakes)) // which have no lists
	ask(s, word(1), word(2))
	assert.Equal(t, 2, e.Entries())
	before := fakes[0].reads.Load()
	assert.NotZero(t, before)
	ask(s, word(2), word(1))
	ask(s, word(1))
	assert.Equal(t, before, fakes[0].reads.Load())
}
