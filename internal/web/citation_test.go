package web_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/web"
)

// cited is an index of articles that are awkward to cite.
func cited(t *testing.T) *fihris.Index {
	t.Helper()
	ix, err := fihris.NewMemory(nil)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, ix.Close()) })
	require.NoError(t, ix.Add(t.Context(),
		fihris.Article{ID: "marfa-2018-07-09", Title: "أسعار القمح تستقر", Author: "ليلى منصور", Source: "صحيفة المرفأ", Section: "اقتصاد", URL: "https://marfa.example/a_b%20c?x={1}",
			Body: "نص.", Published: time.Date(2018, 7, 9, 5, 0, 0, 0, time.UTC), Tags: []string{"حبوب", "موانئ"}},
		fihris.Article{ID: "x/}{\\ %", Title: "50% of {all} \\ $5 & #1\nER  - \r\n@misc{a,", Author: "A and B", Source: "The Cedar Times", Body: "x", Published: time.Date(2020, 12, 1, 0, 0, 0, 0, time.UTC)},
		fihris.Article{ID: "عار", Body: "نص بلا شيء."},
	))
	return ix
}

func TestCitations(t *testing.T) {
	h := web.New(cited(t), web.Options{})
	file := func(id, format string) (string, string) {
		r := get(h, query("/citation", "id", id, "format", format))
		require.Equal(t, 200, r.StatusCode)
		return read(t, r), r.Header.Get("Content-Disposition")
	}
	ris, name := file("marfa-2018-07-09", "ris")
	assert.Equal(t, "TY  - NEWS\r\nID  - marfa-2018-07-09\r\nAU  - ليلى منصور\r\nTI  - أسعار القمح تستقر\r\nT2  - صحيفة المرفأ\r\nSE  - اقتصاد\r\n"+
		"PY  - 2018\r\nDA  - 2018/07/09\r\nKW  - حبوب\r\nKW  - موانئ\r\nUR  - https://marfa.example/a_b%20c?x={1}\r\nER  - \r\n", ris)
	assert.Equal(t, `attachment; filename=marfa-2018-07-09.ris`, name)
	bib, name := file("marfa-2018-07-09", "bibtex")
	assert.Equal(t, "@article{marfa-2018-07-09,\n  author  = {{ليلى منصور}},\n  title   = {{أسعار القمح تستقر}},\n  journal = {صحيفة المرفأ},\n  year    = {2018},\n"+
		"  month   = jul,\n  day     = {9},\n  date    = {2018-07-09},\n  url     = {https://marfa.example/a_b%20c?x=%7B1%7D},\n}\n", bib)
	assert.Equal(t, `attachment; filename=marfa-2018-07-09.bib`, name)

	page := read(t, get(h, query("/article", "id", "marfa-2018-07-09")))
	assert.Contains(t, page, "ليلى منصور، «أسعار القمح تستقر»، صحيفة المرفأ، 9 يوليو/تموز 2018، https://marfa.example/a_b%20c?x={1}.")
	assert.Contains(t, page, "ليلى منصور. (2018، 9 يوليو). أسعار القمح تستقر. صحيفة المرفأ. https://marfa.example/a_b%20c?x={1}")
	english := read(t, get(h, query("/article", "id", `x/}{\ %`)))
	assert.Contains(t, english, "A and B. (2020, December 1). 50% of {all}")
	assert.Contains(t, read(t, get(h, query("/article", "id", "عار"))), "عار. (د. ت.).")
}

// Whatever an article is called, a file of references has one entry of it.
func TestCitationsOfHostileArticles(t *testing.T) {
	h := web.New(cited(t), web.Options{})
	for _, id := range []string{`x/}{\ %`, "عار"} {
		bib := read(t, get(h, query("/citation", "id", id, "format", "bibtex")))
		depth := 0
		for i, c := range bib {
			switch c {
			case '{':
				depth++
			case '}':
				depth--
				if depth == 0 {
					assert.Equal(t, "}\n", bib[i:], "%s", bib)
				}
			}
		}
		assert.Zero(t, depth, bib)
		ris := read(t, get(h, query("/citation", "id", id, "format", "ris")))
		ends := 0
		for _, line := range strings.Split(strings.TrimSuffix(ris, "\r\n"), "\r\n") {
			assert.Regexp(t, `^[A-Z][A-Z0-9]  - `, line)
			if strings.HasPrefix(line, "ER") {
				ends++
			}
		}
		assert.Equal(t, 1, ends, ris)
	}
	assert.Equal(t, 400, get(h, query("/citation", "id", "عار", "format", "mods")).StatusCode)
	assert.Equal(t, 404, get(h, query("/citation", "id", "none", "format", "ris")).StatusCode)
	assert.Equal(t, 400, get(h, "/citation?format=ris").StatusCode)
}

// A citation of an article without an address that browsers may follow has none.
func TestCitationsLinkNowhereUnsafe(t *testing.T) {
	body := read(t, get(handler(t), query("/citation", "id", "script", "format", "ris")))
	assert.NotContains(t, body, "javascript:")
}
