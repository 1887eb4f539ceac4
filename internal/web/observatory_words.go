package web

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"unicode"

	"github.com/fihris-search/fihris"
)

// The lists of words, of runs of words and of lines.

// collocateView is a word that goes with the node.
type collocateView struct {
	fihris.Collocate
	Href   string
	Bar    string // logDice as a share of the greatest
	Before int    // of a hundred occurrences together, how many stand before the node
}

func (srv *server) showCollocates(r *http.Request, v *observatoryView, s studyValues, most int) error {
	req, err := s.collocations()
	if err != nil {
		return err
	}
	req.Limit = most
	can := srv.searcher.(fihris.Studier)
	res, err := can.Collocations(r.Context(), req)
	if err == nil && v.Part == partOverview && len(res.Collocates) == 0 { // of few articles
		req.Least = 2
		res, err = can.Collocations(r.Context(), req)
	}
	if err != nil {
		return err
	}
	strongest := 0.0
	for _, c := range res.Collocates {
		strongest = max(strongest, c.LogDice)
	}
	for _, c := range res.Collocates {
		view := collocateView{Collocate: c, Href: v.together(req.Query, s.Get("q"), c.Word), Bar: "0"}
		if c.LogDice > 0 {
			view.Bar = fmt.Sprintf("%.0f", 100*c.LogDice/strongest)
		}
		view.Before = int(100*c.Before+c.Near/2) / int(max(c.Near, 1))
		v.Collocates = append(v.Collocates, view)
	}
	v.Total, v.Listed = res.Total, true
	if v.Part == partCollocations {
		v.CSV = v.address(pathCollocations, s, "q", s.Get("q"), "by", string(req.By), "format", asCSV, "limit", fmt.Sprint(maxListed))
	}
	return nil
}

// together finds the articles in which two words stand near each other, or both where the first is no plain word.
func (v *observatoryView) together(node fihris.Query, text, word string) string {
	q := fihris.And(node, fihris.Match(word))
	if strings.IndexFunc(text, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsMark(c) }) < 0 {
		q = fihris.Near(text+" "+word, 5)
	}
	return v.State.withQuery(q.String()).Home()
}

// lineView is a line of a concordance.
type lineView struct {
	fihris.Line
	Href string
	When string
}

func (srv *server) showLines(r *http.Request, v *observatoryView, s studyValues, most int) error {
	req, _, err := s.concordance()
	if err != nil {
		return err
	}
	if v.Part == partConcordance && req.Sample == 0 && req.Order != fihris.ByPlace {
		req.Sample = maxLines // what is sorted is held in memory
	}
	found, lines, err := srv.concord(r, req, most)
	if err != nil {
		return err
	}
	v.Found, v.Listed = found, true
	for _, l := range lines {
		l.Before, l.Node, l.After = oneSpace(l.Before), oneSpace(l.Node), oneSpace(l.After)
		view := lineView{Line: l, Href: v.State.withQuery(s.Get("q")).Article(l.ID)}
		if !l.Published.IsZero() {
			view.When = v.L.Year(l.Published)
		}
		v.Lines = append(v.Lines, view)
	}
	if v.Part == partConcordance {
		for _, order := range fihris.LineOrders {
			v.Orders = append(v.Orders, link{Text: v.L.text("lab.order." + string(order)), Href: v.address(pathObservatory, s, "show", v.Part, "sort", string(order)), Current: order == req.Order})
		}
		v.CSV = v.address(pathConcordance, s, "q", s.Get("q"), "sort", s.Get("sort"), "format", asCSV, "limit", fmt.Sprint(maxLines))
	}
	return nil
}

// oneSpace makes white space one space, also at the ends.
func oneSpace(s string) string {
	out := strings.Join(strings.Fields(s), " ")
	if out != "" && strings.TrimLeftFunc(s, unicode.IsSpace) != s {
		out = " " + out
	}
	if out != "" && strings.TrimRightFunc(s, unicode.IsSpace) != s {
		out += " "
	}
	return out
}

func (srv *server) showKeywords(r *http.Request, v *observatoryView, s studyValues) error {
	req, err := s.keywords()
	if err != nil {
		return err
	}
	req.Limit = manyListed
	res, err := srv.searcher.(fihris.Studier).Keywords(r.Context(), req)
	if errors.Is(err, fihris.ErrNoArticles) {
		v.NoArticles = true
		return nil
	}
	if err != nil {
		return err
	}
	v.Keywords, v.Total, v.Listed = res.Keywords, res.Total, true
	v.CSV = v.address(pathKeywords, s, "q", s.Get("q"), "against", s.Get("against"), "format", asCSV, "limit", fmt.Sprint(maxListed))
	return nil
}

func (srv *server) showNGrams(r *http.Request, v *observatoryView, s studyValues) error {
	s.Values.Set("words", s.Get("run")) // here it is a number: that of the words of a run
	req, err := s.ngrams()
	if err != nil {
		return err
	}
	s.Values.Set("words", v.Asked.Words)
	req.Limit = manyListed
	grams, total, err := srv.searcher.(fihris.Studier).NGrams(r.Context(), req)
	if err != nil {
		return err
	}
	v.NGrams, v.Total, v.Listed = grams, total, true
	v.CSV = v.address(pathNGrams, s, "q", s.Get("q"), "words", s.Get("run"), "format", asCSV, "limit", fmt.Sprint(maxListed))
	return nil
}

// Phrase is the address of the articles that hold a run of words.
func (v observatoryView) Phrase(words []string) string {
	return v.State.withQuery(`"` + strings.Join(words, " ") + `"@stem`).Home()
}

// Word is the address of the articles that hold a word.
func (v observatoryView) Word(word string) string {
	return v.State.withQuery(fihris.Match(word).String()).Home()
}

// Forms lists the forms of a word, if there is more to say than the word.
func (v observatoryView) Forms(word string, forms []string) string {
	if len(forms) == 1 && forms[0] == word {
		return ""
	}
	return strings.Join(forms, v.L.text("comma")+" ")
}

// Run writes a run of words.
func (v observatoryView) Run(words []string) string { return strings.Join(words, " ") }
