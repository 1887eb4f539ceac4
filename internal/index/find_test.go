package index

import (
	"testing"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/posting"
	"github.com/fihris-search/fihris/internal/rank"
)

// A stem and a root are found by the one list of all their keys, a form by those of each, and
// what is found again is the same: the documents of all keys, each once, without those that were
// removed.
func TestFoundIsWhatTheKeysHave(t *testing.T) {
	ix := messy(t, bundledDocs())
	v, err := ix.view(t.Context())
	require.NoError(t, err)
	defer func() { require.NoError(t, v.close()) }()
	words, several, removed := 0, 0, 0
	for _, whole := range v.segs {
		s := *whole // without some documents, whatever the index has merged meanwhile
		s.deleted = roaring.New()
		for doc := uint32(0); doc < uint32(s.docs); doc += 3 {
			s.deleted.Add(doc)
		}
		for _, form := range []string{"وزير", "الحكومة", "في", "مصر", "مصري", "كتاب", "كتب", "2020", "لاتوجد"} {
			word := analysis.Default().Word(form)
			for _, l := range analysis.Levels {
				if word.Stop && l != analysis.Exact {
					continue // it has no other
				}
				for _, levels := range [...][]string{textLevels[:], titleLevels[:]} {
					level, term := levels[l], termAt(l, &word)
					want, lists := roaring.New(), 0
					var freqs uint64
					require.NoError(t, s.eachList(level, term, func(l *posting.List) error {
						var p rank.Postings
						lists++
						err := read(l, &p)
						want.AddMany(p.Docs)
						for _, n := range p.Freqs {
							freqs += uint64(n)
						}
						return err
					}))
					var p rank.Postings
					require.NoError(t, s.Postings(level, term, &p))
					assert.Equal(t, want.ToArray(), append([]uint32{}, p.Docs...), "%s %s", level, form)
					for _, n := range p.Freqs {
						freqs -= uint64(n)
					}
					assert.Zero(t, freqs, "%s %s", level, form)
					all := want.GetCardinality()
					want.AndNot(s.deleted)
					removed += int(all - want.GetCardinality())
					for range 2 { // the second time it is remembered
						got, err := s.holding(t.Context(), level, term, term)
						require.NoError(t, err)
						assert.Equal(t, want.ToArray(), got.ToArray(), "%s %s", level, form)
					}
					words += int(want.GetCardinality())
					if lists > 1 {
						several++
					}
				}
			}
		}
	}
	assert.Positive(t, words)
	assert.Positive(t, several)
	assert.Positive(t, removed)
}

// Two terms in one place of what is remembered displace each other, and neither is taken for
// the other.
func TestRememberedIsNotMistaken(t *testing.T) {
	s := onlySegment(t, onDisk(t))
	word := analysis.Default().Word("وزير")
	first, err := s.find(&scratch{}, textLevels[analysis.Stem], termAt(analysis.Stem, &word))
	require.NoError(t, err)
	require.NotEmpty(t, first)
	for i := range s.finds.terms { // as if another term had every place
		s.finds.terms[i].Store(&termLists{level: textLevels[analysis.Stem], term: "other", lists: nil})
	}
	again, err := s.find(&scratch{}, textLevels[analysis.Stem], termAt(analysis.Stem, &word))
	require.NoError(t, err)
	assert.Equal(t, first, again)
	for i := range s.finds.terms { // nor a term of another level
		s.finds.terms[i].Store(&termLists{level: titleLevels[analysis.Stem], term: termAt(analysis.Stem, &word), lists: nil})
	}
	again, err = s.find(&scratch{}, textLevels[analysis.Stem], termAt(analysis.Stem, &word))
	require.NoError(t, err)
	assert.Equal(t, first, again)
}
