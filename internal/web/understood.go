package web

import (
	"net/url"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/arabic"
	"github.com/fihris-search/fihris/internal/query"
)

// understood says what a query was read as, and in which forms its words stand in the hits of the page.
type understood struct {
	Text  string // in words
	Words []understoodWord
}

// understoodWord is a word of the query.
type understoodWord struct {
	Text  string
	Forms []string // in the hits
	Exact string   // the address of the query with this word as it is written only; empty where it is
	Root  string   // the address of the query with all words of its root; empty where it is that
}

// mostUnderstood bounds the words that are told of, mostMet the forms of each.
const (
	mostUnderstood = 8
	mostMet        = 6
)

// understand reads the query again, as the index does, and looks what of the hits its words met. It is nil
// without a query.
func (srv *server) understand(l *locale, s state, hits []fihris.Hit) *understood {
	if strings.TrimSpace(s.Query) == "" {
		return nil
	}
	tree := srv.own.tree().Parse(query.Decode(s.Query))
	u := &understood{Text: l.meaning(tree)}
	var asked [][]arabic.Token
	for _, leaf := range query.Leaves(tree) {
		if w, ok := leaf.(*query.Word); ok && len(asked) < mostUnderstood {
			asked = append(asked, srv.analyzer.Analyze(w.Text))
			u.Words = append(u.Words, newUnderstood(s, w))
		}
	}
	seen := map[string]bool{}
	for i := range hits {
		for _, form := range formsOf(&hits[i]) {
			if seen[form] {
				continue
			}
			seen[form] = true
			if i := srv.meets(asked, form); i >= 0 && len(u.Words[i].Forms) < mostMet {
				u.Words[i].Forms = append(u.Words[i].Forms, form)
			}
		}
	}
	return u
}

// tree are the fields of the index's own, as a query is parsed with them.
func (o own) tree() query.Own {
	kinds := map[fihris.FieldKind]query.Kind{
		fihris.KeywordField: query.Whole, fihris.TextField: query.Words, fihris.NumberField: query.Number, fihris.DateField: query.Moment,
	}
	var fields []query.Field
	for _, f := range o.fields {
		if f.Searchable {
			fields = append(fields, query.OwnField(f.Name, kinds[f.Kind]))
		}
	}
	return query.NewOwn(fields...)
}

// newUnderstood links from a word to its exact form and to its root, in the place where it stands.
func newUnderstood(s state, w *query.Word) understoodWord {
	u := understoodWord{Text: w.Text}
	text := query.Decode(s.Query)
	plain := w.Form == query.Stem && w.Field == query.Text && !strings.ContainsFunc(w.Text, func(c rune) bool { return !isWordRune(c) })
	if at := w.Offset; plain && at >= 0 && at < len(text) && strings.HasPrefix(text[at:], w.Text) {
		before := strings.TrimRight(text[:at], " ")
		if before == "" || before != text[:at] { // it has no sign
			u.Exact, u.Root = s.withSign("exact", text, at), s.withSign("root", text, at)
		}
	}
	return u
}

// signs are what a word has before it to be taken as it stands, or for its root, by the parameter that puts it there.
var signs = map[string]string{"exact": "=", "root": rootField}

// withSign is the address of a query with a sign before the word at a byte of its text. Links that say what they change
// say where, or each would repeat the query.
func (s state) withSign(name, text string, at int) string {
	if s.base == nil {
		return s.withQuery(text[:at] + signs[name] + text[at:]).Home()
	}
	return s.withQuery(s.Query).hrefWith(pathHome, name, strconv.Itoa(at))
}

// putSign puts the sign into the query that withSign asks for, and says whether it asks.
func putSign(values url.Values) (asked bool) {
	for name, sign := range signs {
		if !values.Has(name) {
			continue
		}
		text := query.Decode(values.Get("q"))
		if at, err := strconv.Atoi(values.Get(name)); err == nil && at >= 0 && at < len(text) && utf8.RuneStart(text[at]) {
			values.Set("q", text[:at]+sign+text[at:])
		}
		values.Del(name)
		asked = true
	}
	return asked
}

// meets says which of the words a form is one of: first those of its lexeme, then of its root. -1 is none.
func (srv *server) meets(words [][]arabic.Token, form string) int {
	found := srv.analyzer.Analyze(form)
	if len(found) == 0 {
		return -1
	}
	byRoot := -1
	for i, word := range words {
		for _, asked := range word {
			for _, got := range found {
				switch {
				case asked.Exact == got.Exact, asked.Stem != "" && asked.Stem == got.Stem:
					return i
				case asked.Root != "" && asked.Root == got.Root && byRoot < 0:
					byRoot = i
				}
			}
		}
	}
	return byRoot
}

func isWordRune(c rune) bool { return unicode.IsLetter(c) || unicode.IsMark(c) || unicode.IsDigit(c) }

// meaning says a query in words.
func (l *locale) meaning(n query.Node) string {
	switch n := n.(type) {
	case *query.Word:
		return l.inField(n.Field, l.text("meaning."+map[query.Form]string{
			query.Stem: "stem", query.Exact: "exact", query.Root: "root", query.Prefix: "prefix", query.Wildcard: "pattern", query.Fuzzy: "fuzzy",
		}[n.Form], quoted(n.Text)))
	case *query.Phrase:
		kind := map[query.PhraseKind]string{query.AsWritten: "phrase", query.Verbatim: "verbatim", query.AnyForm: "forms"}[n.Kind]
		text := l.text("meaning."+kind, quoted(n.Text))
		if n.Slop > 0 {
			text = l.text("meaning.near", quoted(n.Text), counted{"meaning.words", uint64(n.Slop)})
		}
		return l.inField(n.Field, text)
	case *query.Value:
		return l.inField(n.Field, l.text("meaning.value", quoted(n.Text)))
	case *query.Dates:
		return l.text("meaning.dates", l.between(period{From: n.From, To: n.To}))
	case *query.Mentioned:
		return l.text("meaning.mentioned", l.between(period{From: n.From, To: n.To}))
	case *query.Group:
		var parts []string
		for _, must := range n.Must {
			if query.IsFilter(must) {
				parts = append(parts, l.nested(must))
				continue
			}
			parts = append(parts, l.text("meaning.must", l.nested(must)))
		}
		for _, may := range n.Any {
			parts = append(parts, l.nested(may))
		}
		for _, not := range n.Not {
			parts = append(parts, l.text("meaning.not", l.nested(not)))
		}
		return strings.Join(parts, l.text("comma")+" ")
	case *query.And:
		return l.joined(n.Nodes, "meaning.and")
	case *query.Or:
		return l.joined(n.Nodes, "meaning.or")
	case query.All:
		return l.text("results.browsing")
	}
	return l.text("meaning.nothing")
}

// inField adds where something must stand.
func (l *locale) inField(f query.Field, text string) string {
	if f == query.Text {
		return text
	}
	name := f.String()
	if known, ok := l.messages["meaning.in."+name]; ok {
		return l.text("meaning.in", text, known)
	}
	return l.text("meaning.in", text, name)
}

// nested says a part of a query, in brackets where it has parts itself.
func (l *locale) nested(n query.Node) string {
	text := l.meaning(n)
	switch n := n.(type) {
	case *query.And, *query.Or:
		return "(" + text + ")"
	case *query.Group:
		if len(n.Must)+len(n.Any)+len(n.Not) > 1 {
			return "(" + text + ")"
		}
	}
	return text
}

func (l *locale) joined(nodes []query.Node, by string) string {
	var parts []string
	for _, n := range nodes {
		parts = append(parts, l.nested(n))
	}
	return strings.Join(parts, " "+l.text(by)+" ")
}

// between writes a period of whole days.
func (l *locale) between(p period) string {
	switch {
	case p.From.IsZero() && p.To.IsZero():
		return l.text("meaning.always")
	case p.To.IsZero():
		return l.text("filter.since", l.Period(dayText(p.From)))
	case p.From.IsZero():
		return l.text("filter.until", l.Period(dayText(p.To.AddDate(0, 0, -1))))
	}
	last := p.To.AddDate(0, 0, -1)
	text, from := l.period(p.From, p.To), l.Period(dayText(p.From))
	if !strings.Contains(text, from) || p.From.Equal(last) { // one year, month or day
		return l.text("meaning.at", text)
	}
	return text
}
