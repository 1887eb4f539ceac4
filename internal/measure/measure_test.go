package measure_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/fihris-search/fihris/internal/measure"
)

// 10 of 100 words near the node are the collocate, which stands 20 times among 1,000 words.
var table = measure.Table{Together: 10, Part: 100, Word: 20, All: 1000}

func TestMeasuresByHand(t *testing.T) {
	assert.InDelta(t, 2, table.Expected(), 1e-12)
	assert.InDelta(t, math.Log2(5), table.MutualInformation(), 1e-12)
	assert.InDelta(t, 8/math.Sqrt(10), table.TScore(), 1e-12)
	assert.InDelta(t, 14+math.Log2(20.0/(30+20)), table.LogDice(30), 1e-12)
	// Cells 10 90 10 890 against 2 98 18 882.
	g := 2 * (10*math.Log(10.0/2) + 90*math.Log(90.0/98) + 10*math.Log(10.0/18) + 890*math.Log(890.0/882))
	assert.InDelta(t, g, table.LogLikelihood(), 1e-9)
	assert.InDelta(t, math.Log2((10.0/100)/(10.0/900)), table.LogRatio(), 1e-12)
	assert.InDelta(t, 14, measure.Table{Together: 7, Part: 7, Word: 7, All: 100}.LogDice(7), 1e-12, "words that never stand apart")
}

// What no words, no occurrences and no other words give.
func TestMeasuresOfLittle(t *testing.T) {
	none := measure.Table{}
	assert.Zero(t, none.Expected())
	assert.Zero(t, none.LogLikelihood())
	assert.Zero(t, none.LogRatio())
	assert.True(t, math.IsInf(none.MutualInformation(), -1))
	assert.True(t, math.IsInf(none.TScore(), -1))
	assert.True(t, math.IsInf(none.LogDice(3), -1))
	assert.Negative(t, measure.Table{Together: 0, Part: 500, Word: 20, All: 1000}.LogLikelihood(), "rarer than by chance")
	assert.Zero(t, measure.PerMillion(0, 0))
	assert.InDelta(t, 250, measure.PerMillion(1, 4000), 1e-12)
	assert.Positive(t, measure.Table{Together: 5, Part: 100, Word: 5, All: 1000}.LogRatio(), "nowhere else is no infinity")
}

func TestLogLikelihoodIsNoneByChance(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 500 {
		part, word := float64(1+r.IntN(500)), float64(1+r.IntN(500))
		chance := measure.Table{Together: part * word / 1000, Part: part, Word: word, All: 1000}
		assert.InDelta(t, 0, chance.LogLikelihood(), 1e-6)
		more := chance
		more.Together = min(part, word)
		assert.GreaterOrEqual(t, more.LogLikelihood(), -1e-9)
	}
}

// The parts, their sizes and the value are those of the example that Gries gives: five parts of 9, 10, 10, 10
// and 11 words, in which a word stands 1, 2, 3, 4 and 5 times.
func TestDispersionOfTheSource(t *testing.T) {
	assert.InDelta(t, 0.18, measure.Dispersion([]uint32{1, 2, 3, 4, 5}, []uint32{9, 10, 10, 10, 11}, 50), 5e-3)
	assert.Zero(t, measure.Dispersion([]uint32{2, 2}, []uint32{10, 10}, 20), "spread as the words are")
	assert.InDelta(t, .5, measure.Dispersion([]uint32{2}, []uint32{10}, 20), 1e-12, "in one of two parts")
	assert.InDelta(t, 1, measure.Dispersion(nil, nil, 20), 1e-12)
}

func TestMoving(t *testing.T) {
	occurrences, words := []uint64{1, 0, 5, 2}, []uint64{1000, 0, 1000, 2000}
	assert.Equal(t, []float64{1000, 0, 5000, 1000}, measure.Moving(occurrences, words, 1))
	assert.InDeltaSlice(t, []float64{1000, 3000, 7000.0 / 3, 7000.0 / 3}, measure.Moving(occurrences, words, 3), 1e-9)
	assert.Empty(t, measure.Moving(nil, nil, 3))
}
