package searchertest

import (
	"errors"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/fihris-search/fihris"
)

// copier: copies are other articles of those that are there; articles of one text are copies of each other.
func copier(tr *trial) {
	s, ok := tr.s.(fihris.Copier)
	if !ok {
		return
	}
	const long = 60 // words, of which a searcher may tell that a text is a copy
	texts := map[string][]string{}
	for _, a := range tr.articles {
		if text := a.Title + "\n" + a.Body; len(strings.Fields(text)) >= long {
			texts[text] = append(texts[text], a.ID)
		}
	}
	asked := 0
	for i, a := range tr.articles {
		same := texts[a.Title+"\n"+a.Body]
		if i >= 5 && (len(same) < 2 || asked >= 10) {
			continue
		}
		asked++
		found, err := s.Copies(tr.ctx, a.ID)
		if err != nil {
			tr.errorf("copies of %q: %w", a.ID, err)
			continue
		}
		got := map[string]bool{a.ID: true}
		for _, c := range found {
			if got[c.ID] || !slices.ContainsFunc(tr.articles, func(x fihris.Article) bool { return x.ID == c.ID && x.Title == c.Title }) {
				tr.errorf("copies of %q: %q comes twice, is the article itself, or is not there", a.ID, c.ID)
			}
			if c.Body != "" {
				tr.errorf("copies of %q: %q has its body", a.ID, c.ID)
			}
			got[c.ID] = true
		}
		for _, id := range same[:min(len(same), 10)] {
			if !got[id] {
				tr.errorf("copies of %q: %q has the same text and is none", a.ID, id)
			}
		}
	}
	if _, err := s.Copies(tr.ctx, "no such article"); !errors.Is(err, fihris.ErrNotFound) {
		tr.errorf("copies of what is not there: %v, where ErrNotFound is wanted", err)
	}
}

// dater: dates lie in their texts, one behind the other, and one that cannot be meant otherwise is found.
func dater(tr *trial) {
	s, ok := tr.s.(fihris.Dater)
	if !ok {
		return
	}
	for _, a := range tr.articles[:min(30, len(tr.articles))] {
		found, err := s.Mentions(tr.ctx, a)
		if err != nil {
			tr.errorf("dates in %q: %w", a.ID, err)
		}
		inTitle, end := true, 0
		for _, m := range found {
			text := a.Body
			if m.InTitle {
				text = a.Title
			} else if inTitle {
				inTitle, end = false, 0
			}
			if m.InTitle && !inTitle || m.Start < end || m.Start >= m.End || m.End > len(text) {
				tr.errorf("dates in %q: %+v does not lie in the text, behind the one before", a.ID, m)
			}
			if !m.From.Before(m.To) || m.ISO == "" {
				tr.errorf("dates in %q: %+v is no period", a.ID, m)
			}
			end = m.End
		}
	}
	day := time.Date(2011, 1, 25, 0, 0, 0, 0, time.UTC)
	found, err := s.Mentions(tr.ctx, fihris.Article{ID: "x", Title: "خبر", Body: "خرجوا في 25/1/2011 إلى الميدان"})
	if err != nil || len(found) != 1 || !found[0].From.Equal(day) || !found[0].To.Equal(day.AddDate(0, 0, 1)) || found[0].InTitle || found[0].Relative {
		tr.errorf("25/1/2011 is read as %+v: %v", found, err)
	}
}

// studier: counts, lines and trends agree with each other and with the texts; measures are those of their formulas.
func studier(tr *trial) {
	s, ok := tr.s.(fihris.Studier)
	if !ok {
		return
	}
	for _, word := range tr.frequent(3) {
		study := fihris.Study{Query: fihris.Match(word)}
		n, err := s.Count(tr.ctx, study)
		if err != nil {
			tr.errorf("count of %q: %w", word, err)
			continue
		}
		written, holders := uint64(0), uint64(0)
		for _, a := range tr.articles {
			k := uint64(0)
			for _, w := range strings.Fields(a.Title + " " + a.Body) {
				if w == word {
					k++
				}
			}
			if written += k; k > 0 {
				holders++
			}
		}
		if n.Occurrences < written || n.Articles < holders || n.Articles > n.Scope || n.Scope > uint64(len(tr.articles)) || n.Words < n.Occurrences || n.Articles > n.Occurrences {
			tr.errorf("count of %q: %+v, where it is written %d times in %d articles", word, n, written, holders)
		}
		lines(tr, s, study, n)
		trend(tr, s, study, n)
		collocations(tr, s, study, n)
	}
	if _, err := s.Count(tr.ctx, fihris.Study{Query: fihris.All()}); !errors.Is(err, fihris.ErrNothingToCount) {
		tr.errorf("count of no words: %v, where ErrNothingToCount is wanted", err)
	}
	keywords(tr, s)
	ngrams(tr, s)
}

// lines: there is one for each occurrence, cut out of its article.
func lines(tr *trial, s fihris.Studier, study fihris.Study, n fihris.Occurrences) {
	read := func(req fihris.ConcordanceRequest) (all []fihris.Line) {
		req.Study = study
		for l, err := range s.Concordance(tr.ctx, req) {
			if err != nil {
				tr.errorf("lines of %q: %w", study.Query, err)
				break
			}
			all = append(all, l)
		}
		return all
	}
	byID := map[string]fihris.Article{}
	for _, a := range tr.articles {
		byID[a.ID] = a
	}
	all := read(fihris.ConcordanceRequest{})
	if uint64(len(all)) != n.Occurrences {
		tr.errorf("%d lines of %q, where %d occurrences are counted", len(all), study.Query, n.Occurrences)
	}
	for i, l := range all {
		text := byID[l.ID].Body
		if l.InTitle {
			text = byID[l.ID].Title
		}
		if l.Start < 0 || l.End > len(text) || l.Start >= l.End || text[l.Start:l.End] != l.Node ||
			!strings.HasSuffix(text[:l.Start], l.Before) || !strings.HasPrefix(text[l.End:], l.After) {
			tr.errorf("line %d of %q: %q is not what stands in %q", i, study.Query, l.Before+"["+l.Node+"]"+l.After, l.ID)
		}
		if i > 0 && l.ID < all[i-1].ID {
			tr.errorf("line %d of %q: %q comes behind %q", i, study.Query, l.ID, all[i-1].ID)
		}
	}
	dated := read(fihris.ConcordanceRequest{Order: fihris.ByDate, Window: fihris.NoContext})
	for i, l := range dated {
		if l.Before+l.After != "" || i > 0 && !l.Published.IsZero() && l.Published.Before(dated[i-1].Published) {
			tr.errorf("line %d of %q by date, without context: %+v", i, study.Query, l)
		}
	}
	some := fihris.ConcordanceRequest{Sample: 3, Seed: 7}
	if a, b := read(some), read(some); len(a) != min(3, len(all)) || !slices.Equal(a, b) {
		tr.errorf("a sample of 3 of %d lines of %q has %d, or differs when it is drawn again", len(all), study.Query, len(a))
	}
}

// trend: its points add up to what is counted without time.
func trend(tr *trial, s fihris.Studier, study fihris.Study, n fihris.Occurrences) {
	t, err := s.Trend(tr.ctx, fihris.TrendRequest{Queries: []fihris.Query{study.Query}, Period: fihris.PerYear})
	if err != nil || len(t.Series) != 1 || len(t.Series[0].Points) != len(t.Periods) {
		tr.errorf("trend of %q: %d series: %v", study.Query, len(t.Series), err)
		return
	}
	occurrences, articles := t.Series[0].Undated, t.Undated
	for i, p := range t.Series[0].Points {
		occurrences += p.Occurrences
		articles += p.AllArticles
		if p.Articles > p.AllArticles || p.Words < p.Occurrences || !near(p.PerMillion, perMillion(p.Occurrences, p.Words)) {
			tr.errorf("trend of %q: %+v", study.Query, p)
		}
		if i > 0 && !t.Periods[i].Start.Equal(t.Periods[i-1].End) {
			tr.errorf("trend of %q: a gap before %v", study.Query, t.Periods[i].Start)
		}
	}
	if occurrences != n.Occurrences || articles != uint64(len(tr.articles)) {
		tr.errorf("trend of %q: %d occurrences in %d articles, where %d are counted in %d", study.Query, occurrences, articles, n.Occurrences, len(tr.articles))
	}
}

// collocations: the best first, with the measures of their own counts.
func collocations(tr *trial, s fihris.Studier, study fihris.Study, n fihris.Occurrences) {
	c, err := s.Collocations(tr.ctx, fihris.CollocationRequest{Study: study, Least: 2, Limit: 10})
	if err != nil {
		tr.errorf("collocations of %q: %w", study.Query, err)
		return
	}
	if c.Occurrences != n.Occurrences || len(c.Collocates) > 10 || c.Total < len(c.Collocates) {
		tr.errorf("collocations of %q: %d of %d, of %d occurrences", study.Query, len(c.Collocates), c.Total, c.Occurrences)
	}
	for i, w := range c.Collocates {
		logDice := 14 + math.Log2(2*float64(w.Near)/float64(c.Occurrences+w.All))
		if w.Near < 2 || w.Near != w.Before+w.After || w.All < w.Near || !near(w.LogDice, logDice) ||
			i > 0 && w.LogDice > c.Collocates[i-1].LogDice {
			tr.errorf("collocations of %q: %+v, where logDice is %v", study.Query, w, logDice)
		}
	}
}

// keywords: of the articles of one source against all others.
func keywords(tr *trial, s fihris.Studier) {
	of := tr.articles[0].Source
	articles := uint64(0)
	for _, a := range tr.articles {
		if a.Source == of {
			articles++
		}
	}
	req := fihris.KeywordsRequest{In: fihris.Scope{Filter: fihris.Filter{Sources: []string{of}}}, Least: 2, Limit: 10}
	if articles == uint64(len(tr.articles)) {
		if _, err := s.Keywords(tr.ctx, req); !errors.Is(err, fihris.ErrNoArticles) {
			tr.errorf("keywords of all articles against none: %v, where ErrNoArticles is wanted", err)
		}
		return
	}
	for _, req.New = range []bool{false, true} {
		k, err := s.Keywords(tr.ctx, req)
		if err != nil {
			tr.errorf("keywords: %w", err)
			return
		}
		if k.InArticles != articles || k.InArticles+k.AgainstArticles != uint64(len(tr.articles)) || len(k.Keywords) > 10 || k.Total < len(k.Keywords) {
			tr.errorf("keywords: of %d articles against %d, where %d are of %q", k.InArticles, k.AgainstArticles, articles, of)
		}
		for i, w := range k.Keywords {
			if w.In < 2 || w.InArticles > w.In || !near(w.PerMillion, perMillion(w.In, k.In)) || w.Dispersion < 0 || w.Dispersion > 1 ||
				req.New && w.Against > 0 || i > 0 && w.LogLikelihood > k.Keywords[i-1].LogLikelihood {
				tr.errorf("keywords: %+v", w)
			}
		}
	}
}

// ngrams: runs of as many words as were asked for, the most frequent first.
func ngrams(tr *trial, s fihris.Studier) {
	grams, total, err := s.NGrams(tr.ctx, fihris.NGramsRequest{Words: 3, Least: 2, Limit: 10, StopWords: true})
	if err != nil || len(grams) > 10 || total < len(grams) {
		tr.errorf("runs of words: %d of %d: %v", len(grams), total, err)
	}
	for i, g := range grams {
		if len(g.Words) != 3 || g.Occurrences < 2 || g.Articles == 0 || g.Articles > g.Occurrences || i > 0 && g.Occurrences > grams[i-1].Occurrences {
			tr.errorf("runs of words: %+v", g)
		}
	}
}

func perMillion(n, of uint64) float64 {
	if of == 0 {
		return 0
	}
	return float64(n) / float64(of) * 1e6
}

func near(a, b float64) bool { return math.Abs(a-b) <= 1e-6*max(1, math.Abs(b)) }
