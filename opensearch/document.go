package opensearch

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/index"
)

// source is what of an article comes back from a cluster: its JSON as a text, for that keeps the
// digits of numbers and the order of keys, and the name of its file, which its JSON does not have.
type source struct {
	ID      string `json:"id"`
	Sum     string `json:"sum,omitempty"`
	Article string `json:"article,omitempty"`
	File    string `json:"file,omitempty"`
}

// document reads an article.
func (s *source) document() (index.Document, error) {
	var a fihris.Article
	if err := json.Unmarshal([]byte(s.Article), &a); err != nil {
		return index.Document{ID: s.ID}, fmt.Errorf("%w: article %q: %w", fihris.ErrCorrupt, s.ID, err)
	}
	a.File = s.File
	return index.Document(a), nil
}

// longestValue is the greatest length of a keyword in a cluster, in bytes.
const longestValue = 32766

// mostSorted is how much of a keyword counts in an order, in bytes.
const mostSorted = 128

// write makes of an article what is indexed.
func (l *layout) write(a *fihris.Article, t *index.DocumentTerms) (obj, error) {
	text, err := json.Marshal(a)
	if err != nil {
		return nil, err
	}
	out := obj{
		"id": a.ID, "sum": t.Sum, "article": string(text),
		"title": writeText(&t.Title), "body": writeText(&t.Body),
	}
	if a.File != "" {
		out["file"] = a.File
	}
	words := make([]string, len(t.Author))
	for i, term := range t.Author {
		words[i] = writeTerm(term)
	}
	if len(words) > 0 {
		out["author"] = strings.Join(words, " ")
	}
	lengths := obj{
		"text": t.Title.Words + t.Body.Words, "text_stems": t.Title.Stems + t.Body.Stems,
		"title": t.Title.Words, "title_stems": t.Title.Stems, "author": t.AuthorWords,
	}
	folded, sorted, own, periods := obj{}, obj{}, obj{}, obj{}
	values := func(in obj, name, field string, values, fold []string) error {
		if len(values) == 0 {
			return nil
		}
		short := make([]string, len(values))
		for i, v := range values {
			if len(v) > longestValue || len(fold[i]) > longestValue {
				return fmt.Errorf("a value of %d bytes in the field %s: OpenSearch takes at most %d", len(v), field, longestValue)
			}
			short[i] = strings.ToValidUTF8(v[:min(len(v), mostSorted)], "")
		}
		in[name], folded[flat(field)], sorted[flat(field)] = values, fold, short
		return nil
	}
	for name, v := range t.Keywords {
		if err := values(out, name, name, v, t.Folded[name]); err != nil {
			return nil, err
		}
	}
	if t.Published != nil {
		out["published"] = *t.Published
		periods["published"] = periodsOf([]int64{*t.Published})
	}
	for i := range t.Own {
		o := &t.Own[i]
		field := l.ownField(o.Field.Name)
		name := strings.TrimPrefix(field, "own.")
		switch o.Field.Kind {
		case index.TextField:
			if o.Text.Words > 0 || len(o.Text.Levels[analysis.Exact]) > 0 {
				own[name] = writeText(&o.Text)
			}
			lengths[flat(field)], lengths[flat(field)+"_stems"] = o.Text.Words, o.Text.Stems
		case index.KeywordField:
			if err := values(own, name, field, o.Terms, o.Fold); err != nil {
				return nil, err
			}
		default:
			if len(o.Keys) > 0 {
				own[name] = o.Keys
				if o.Field.Kind == index.DateField {
					periods[flat(field)] = periodsOf(o.Keys)
				}
			}
		}
	}
	if len(t.Mentions) > 0 {
		spans := make([]obj, len(t.Mentions))
		for i, m := range t.Mentions {
			spans[i] = obj{"gte": m[0], "lt": m[1]}
		}
		out["mentioned"] = spans
	}
	keys := obj{}
	for field, terms := range t.Keys {
		kept := terms[:0:0]
		for _, term := range terms {
			if w := writeTerm(term); !strings.Contains(w, shortened) { // nobody asks for one so long by its beginning
				kept = append(kept, w)
			}
		}
		keys[keysField(l, field)] = kept
	}
	out["n"], out["folded"], out["sort"], out["own"], out["period"], out["keys"] = lengths, folded, sorted, own, periods, keys
	return out, nil
}

// periodsOf names the days, months and years of dates, in seconds.
func periodsOf(keys []int64) obj {
	days, months, years := []string{}, []string{}, []string{}
	for _, sec := range keys {
		t := time.Unix(sec, 0).UTC()
		days, months, years = append(days, t.Format("2006-01-02")), append(months, t.Format("2006-01")), append(years, t.Format("2006"))
	}
	return obj{"day": days, "month": months, "year": years}
}

// writeText writes the terms of a text, a word for each position.
func writeText(t *index.TextTerms) obj {
	out := obj{"spelling": writePlaced(t.Spellings, false)}
	for level, name := range levels {
		if name != "" {
			out[name] = writePlaced(t.Levels[level], name == levels[analysis.Root])
		}
	}
	return out
}

// writePlaced writes terms in the order of their positions; flatly, where these are not asked for.
func writePlaced(terms []index.PlacedTerm, flatly bool) string {
	var b strings.Builder
	at := 0
	for i, t := range terms {
		switch {
		case i > 0 && t.At == at && !flatly:
			b.WriteByte('|')
		case i > 0:
			b.WriteByte(' ')
		}
		if !flatly {
			for at++; at < t.At; at++ {
				b.WriteString(gapTerm + " ")
			}
			at = t.At
		}
		b.WriteString(writeTerm(t.Term))
	}
	return b.String()
}
