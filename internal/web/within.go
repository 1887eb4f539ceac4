package web

import (
	"net/http"
	"net/url"
	"strings"
	"time"
	"unicode"

	"github.com/sergi/go-diff/diffmatchpatch"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/answer"
)

// apiMatches answers GET /v1/matches?id=&q=.
func (srv *server) apiMatches(w http.ResponseWriter, r *http.Request) error {
	id, err := srv.articleID(r)
	if err != nil {
		return err
	}
	values, err := readValues(r)
	if err != nil {
		return err
	}
	query, err := readQuery(values, fihris.Filter{}, fihris.ParseQuery)
	if err != nil {
		return err
	}
	res, err := srv.searcher.Search(r.Context(), fihris.Request{Query: query, Filter: fihris.Filter{IDs: []string{id}}, Limit: 1, WholeText: true})
	if err != nil {
		return err
	}
	m := answer.Matches{ID: id, Matches: []answer.Match{}}
	if len(res.Hits) == 1 {
		var body fihris.Snippet // none of an article that has only a title
		if len(res.Hits[0].Snippets) == 1 {
			body = res.Hits[0].Snippets[0]
		}
		m = answer.NewMatches(id, res.Hits[0].Title, body)
	} else if _, err := srv.searcher.Article(r.Context(), id); err != nil {
		return err // there is no such article; else it has no match
	}
	writeKept(w, r, m, m)
	return nil
}

// Limits of a comparison. Beyond the time it is right still, but finds less that is the same.
const (
	mostCompared = 1 << 20 // bytes of both
	diffTime     = time.Second
)

// readPair reads which two articles are compared, with all that was asked.
func (srv *server) readPair(r *http.Request) (id, with string, values url.Values, err error) {
	if id, err = srv.articleID(r); err != nil {
		return "", "", nil, err
	}
	if values, err = readValues(r); err != nil {
		return "", "", nil, err
	}
	with, err = checkText("with", values.Get("with"))
	return id, with, values, err
}

// checkPair refuses what would take too long to compare.
func checkPair(a, b *fihris.Article) error {
	if len(a.Title)+len(a.Body)+len(b.Title)+len(b.Body) > mostCompared {
		return &problem{status: http.StatusBadRequest, code: "too_much", key: "error.too_long_to_compare"}
	}
	return nil
}

// apiDiff answers GET /v1/difference?id=&with=.
func (srv *server) apiDiff(w http.ResponseWriter, r *http.Request) error {
	id, with, _, err := srv.readPair(r)
	if err != nil {
		return err
	}
	a, err := srv.searcher.Article(r.Context(), id)
	if err != nil {
		return err
	}
	b, err := srv.searcher.Article(r.Context(), srv.composed(r.Context(), with))
	if err != nil {
		return err
	}
	if err := checkPair(&a, &b); err != nil {
		return err
	}
	d := answer.Difference{ID: a.ID, With: b.ID, Title: difference(a.Title, b.Title), Body: difference(a.Body, b.Body)}
	writeKept(w, r, d, d)
	return nil
}

// Which of two texts has a run.
const (
	inBoth   = "both"
	inFirst  = "first"
	inSecond = "second"
)

// difference compares two texts word by word.
func difference(a, b string) []answer.Edit {
	edits, _ := differ(pieces(a), pieces(b))
	return edits
}

// differ compares two lists of pieces of text: each stands for one letter of two strings, which the
// library compares. It also says how many pieces an edit has.
func differ(a, b []string) (edits []answer.Edit, counts []int) {
	number := map[string]rune{}
	var words []string
	encode := func(list []string) []rune {
		var out []rune
		for _, w := range list {
			n, ok := number[w]
			if !ok {
				n = rune(len(words))
				number[w] = n
				words = append(words, w)
			}
			out = append(out, n)
		}
		return out
	}
	first, second := encode(a), encode(b)
	dmp := diffmatchpatch.New()
	dmp.DiffTimeout = diffTime
	in := map[diffmatchpatch.Operation]string{diffmatchpatch.DiffEqual: inBoth, diffmatchpatch.DiffDelete: inFirst, diffmatchpatch.DiffInsert: inSecond}
	edits = []answer.Edit{}
	for _, d := range dmp.DiffMainRunes(shifted(first), shifted(second), false) {
		var text strings.Builder
		n := 0
		for _, r := range d.Text {
			text.WriteString(words[unshifted(r)])
			n++
		}
		edits, counts = append(edits, answer.Edit{Text: text.String(), In: in[d.Type]}), append(counts, n)
	}
	return edits, counts
}

// Strings hold no surrogates, which 0xD800 to 0xDFFF are: numbers go around them.
func shifted(runes []rune) []rune {
	for i, n := range runes {
		if n++; n >= 0xD800 { // none is 0
			n += 0x800
		}
		runes[i] = n
	}
	return runes
}

func unshifted(n rune) rune {
	if n >= 0xE000 {
		n -= 0x800
	}
	return n - 1
}

// pieces cuts a text into words and what is between them.
func pieces(text string) (out []string) {
	start, inWord := 0, false
	for i, c := range text {
		word := unicode.IsLetter(c) || unicode.IsMark(c) || unicode.IsDigit(c)
		if i > start && (word != inWord || !word) {
			out = append(out, text[start:i])
			start = i
		}
		inWord = word
	}
	if start < len(text) {
		out = append(out, text[start:])
	}
	return out
}
