package suggest

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris/internal/analysis"
)

// What follows a word comes first, though many words that begin so are commoner, and
// though it shares fewer articles with it.
func TestFollowersComeFirst(t *testing.T) {
	all := slices.Concat(times(2, "تقاتل الجماعات المسلحة"), times(3, "المدينة بعيدة عن الجماعات"), times(3, "الجماعات، المسلسل"))
	for _, a := range "بتثجحخ" {
		for _, b := range "درزسشصض" {
			all = append(all, times(4, "قالوا الم"+string(a)+string(b)+"ون")...)
		}
	}
	src := newTexts(all...)
	for text, want := range map[string]string{"الجماعات الم": "الجماعات المسلحة", "الجماعات المسلس": "الجماعات المسلسل"} {
		got, err := New(analysis.Default(), nil).Complete(Sets(src), text, 2)
		require.NoError(t, err)
		require.NotEmpty(t, got, text)
		assert.Equal(t, want, got[0].Text)
	}
}

// A word stands behind another if there is a space between them, whatever ends so.
func TestEachBehind(t *testing.T) {
	for text, want := range map[string][]string{
		"":              nil,
		"وزير":          nil,
		"وزير ":         {""},
		"وزير الخارجية": {"الخارجية"},
		"ووزير المالية ثم وزير العدل، قال": {"العدل"},
		"وزيرة الصحة":                 nil,
		"وزير. الدفاع":                nil,
		"«وزير النفط» وزير وزير الري": {"النفط", "وزير", "الري"},
	} {
		var got []string
		eachBehind(text, "وزير", func(word string) { got = append(got, word) })
		assert.Equal(t, want, got, text)
	}
	eachBehind("وزير", "", func(string) { t.Fatal("nothing stands behind nothing") })
}
