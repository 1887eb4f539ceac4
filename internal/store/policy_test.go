package store

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// However small the batches are, segments stay few and articles are copied about once for
// each power of ten.
func TestWhatIsMergedWhen(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 2))
	for name, next := range map[string]func() int{
		"one by one":    func() int { return 1 },
		"by sixteen":    func() int { return 16 },
		"by sixty-four": func() int { return 64 },
		"anyhow":        func() int { return 1 + r.IntN(1+r.IntN(3000)) },
	} {
		t.Run(name, func(t *testing.T) {
			const docs = 30_000
			var parts []part
			written, copied, most := 0, 0, 0
			for written < docs {
				n := next()
				written += n
				parts = append(parts, part{segment: &segment{part: manifestPart{Docs: n}}, live: uint64(n)})
				for {
					chosen := due(parts)
					if len(chosen) == 0 {
						break
					}
					require.LessOrEqual(t, len(chosen), mostMerged)
					all := int(total(chosen))
					copied += all
					for i, p := range chosen {
						require.False(t, slices.Contains(chosen[:i], p), "a segment is merged once")
					}
					parts = slices.DeleteFunc(parts, func(p part) bool { return slices.Contains(chosen, p) })
					parts = append(parts, part{segment: &segment{part: manifestPart{Docs: all}}, live: uint64(all)})
				}
				most = max(most, len(parts))
			}
			assert.EqualValues(t, written, total(parts))
			assert.LessOrEqual(t, most, (mergeWidth-1)*5)
			assert.LessOrEqual(t, copied, 4*written)
			t.Logf("%d documents: %d segments at most, %.2f copies of each", written, most, float64(copied)/float64(written))
		})
	}
}

// A segment that has lost the greater part of its documents is merged for itself, large or not.
func TestWasteIsMerged(t *testing.T) {
	sound := part{segment: &segment{part: manifestPart{Docs: 5000}}, live: 5000}
	waste := part{segment: &segment{part: manifestPart{Docs: 5000}}, live: 2499}
	little := part{segment: &segment{part: manifestPart{Docs: leastWaste - 1}}, live: 1}
	assert.Equal(t, []part{waste}, due([]part{sound, waste, little}))
	assert.Empty(t, due([]part{sound, little}))
}
