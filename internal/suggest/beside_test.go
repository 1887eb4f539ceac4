package suggest

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris/internal/analysis"
)

// Of words that are as near, the one is meant that articles have beside its neighbours, though
// another is far commoner and one article has that beside them, too.
func TestWhatStandsBesideItsNeighboursIsMeant(t *testing.T) {
	src := newTexts(slices.Concat(
		times(40, "انتخاب مجلس النواب"), times(400, "أخبار النوادي"), times(40, "أخبار النوايا"), times(1, "النوايا في مجلس آخر"),
	)...)
	assert.Equal(t, "مجلس النواب", offered(t, src, "مجلس النواي"))
}

// A word that few articles have is replaced by any slip, where articles have what it is
// replaced by beside its neighbour, and not where they merely have both.
func TestAKnownWordIsReplacedByWhatStandsBeside(t *testing.T) {
	others := slices.Concat(times(2, "الوله قصيدة"), times(1500, "أخبار الرياضة"))
	beside := newTexts(slices.Concat(others, times(60, "تاريخ الدولة الأموية"))...)
	assert.Equal(t, "الدولة الاموية", offered(t, beside, "الولة الاموية"))
	apart := newTexts(slices.Concat(others, times(60, "تاريخ الدولة القديمة ثم الأموية"))...)
	assert.Empty(t, offered(t, apart, "الولة الاموية"))
}

// What is left of a word is no stop word that happens to end it.
func TestNoStopWordIsCutOffTheEnd(t *testing.T) {
	src := newTexts(slices.Concat(times(300, "هذا الأمر كي ينتهي"), times(900, "قال الرئيس الأمريكي"), times(1, "قال الامركي"))...)
	assert.Equal(t, "الرئيس الأمريكي", offered(t, src, "الرئيس الامركي"))
}

// A word that is read as another one is no slip of a third.
func TestWordsThatAreReadAreNotReplaced(t *testing.T) {
	src := newTexts(slices.Concat(times(40, "دور الناس في القرية"), times(1, "دور النساء في المدينة"))...)
	req := src.request(t, "دور النسا في القرية")
	got, err := New(analysis.Default(), nil).Suggest(Sets(src), req)
	require.NoError(t, err)
	require.Len(t, got, 1, "a test that can fail")
	req.Read = []string{"النسا"}
	got, err = New(analysis.Default(), nil).Suggest(Sets(src), req)
	require.NoError(t, err)
	assert.Empty(t, got)
}

// Words that are read as stop words ask for nothing.
func TestStopWordsReadAreNotMissed(t *testing.T) {
	src := newTexts(slices.Concat(times(40, "السيطرة على المدينة"), times(1, "علي شاعر"))...)
	req := src.request(t, "السيطرة علي المدينه")
	req.Every = 0
	req.Stops = []string{"علي"}
	s, err := New(analysis.Default(), nil).begin(Sets(src), req)
	require.NoError(t, err)
	together, err := newTogether(Sets(src), s.asked)
	require.NoError(t, err)
	assert.Equal(t, 2, together.n)
}
