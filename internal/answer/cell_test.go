package answer_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/fihris-search/fihris/internal/answer"
)

// What a spreadsheet would run is a text, what it would count stays a number.
func TestCellsAreNoFormulas(t *testing.T) {
	for cell, want := range map[string]string{
		`=HYPERLINK("http://x","y")`: `'=HYPERLINK("http://x","y")`, "+كلمة -أخرى": "'+كلمة -أخرى", "@SUM(1)": "'@SUM(1)", "-2+3": "'-2+3",
		"\t=1": "'\t=1", "\r=1": "'\r=1", "\n=1": "'\n=1", "＝1+1": "'＝1+1", "-": "'-", "-.": "'-.", "-1.": "'-1.", "+1e5": "'+1e5", "- 5": "'- 5",
		"-3": "-3", "-0.25": "-0.25", "+7": "+7", "12": "12", "": "", "عنوان = آخر": "عنوان = آخر", "'=1": "'=1",
	} {
		assert.Equal(t, []string{want, "x"}, answer.Cells([]string{cell, "x"}), "%q", cell)
	}
}
