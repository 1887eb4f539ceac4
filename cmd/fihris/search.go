package main

import (
	"errors"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/answer"
)

// searchFlags are the flags of search.
type searchFlags struct {
	limit, offset              int
	from, to, sort, after      string
	filter                     fihris.Filter // its keyword fields
	where                      []string
	facets                     []string
	explain, noSnippets        bool
	firstStage, group, noGroup bool
	literal, strict            bool
	weights                    weightFlags
}

func newSearch(a *app) *cobra.Command {
	var f searchFlags
	var bidi string
	cmd := &cobra.Command{
		Use:         "search -i DIR QUERY...",
		Short:       "Find articles, best first",
		Annotations: takesText,
		Long: `Finds the articles that hold the words of the query in any of their forms, best
first. The arguments are joined with spaces; a query may begin with a hyphen.

  وزير الخارجية        any of the words, the more and the closer the better
  +أرمينيا -تركيا      one that must be there, one that must not
  "وقف إطلاق النار"    the words in order, as written, with proclitics (لوقف)
  =كلمة  √كتب  الكت*   the exact form, the root, the beginning of a word
  title:هدنة  عنوان:هدنة   in the title; also source:, section:, author:`,
		Example: `  fihris search -i news.idx وزير خارجية أذربيجان
  fihris search -i news.idx '"وقف إطلاق النار"' -تركيا --from 2020-10 --sort newest`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := a.setBidi(cmd, bidi); err != nil {
				return err
			}
			if len(args) == 0 {
				return usage(cmd, "which words?")
			}
			if !a.json {
				f.group = true
			}
			return a.search(cmd, f, strings.Join(args, " "))
		},
	}
	fl := cmd.Flags()
	fl.IntVar(&f.limit, "limit", 10, "show at most this many hits")
	fl.IntVar(&f.offset, "offset", 0, "skip this many hits")
	fl.StringVar(&f.after, "after", "", "continue after an earlier answer: its \"next\" in JSON")
	f.addFilter(fl)
	fl.StringVar(&f.sort, "sort", "score", "score, newest or oldest first; or by a field, the least value first (=-FIELD: the greatest)")
	fl.StringArrayVar(&f.facets, "facet", nil, "also count: "+choice(facetNames())+", or a field of the index's own; may be repeated")
	fl.BoolVar(&f.explain, "explain", false, "say why each article was found")
	fl.BoolVar(&f.noSnippets, "no-snippets", false, "titles only, no passages and nothing marked")
	fl.BoolVar(&f.noGroup, "no-group", false, "show near-duplicates (copies of an agency's text) as hits of their own")
	fl.BoolVar(&f.group, "group", false, "put near-duplicates under the best of them; for people the default")
	fl.BoolVar(&f.firstStage, "first-stage", false, firstStageUsage)
	fl.BoolVar(&f.literal, "literal", false, "search the words as they are typed; read none as another, search no suggestion instead")
	f.weights.add(fl)
	a.embedder.add(cmd)
	addBidi(cmd, &bidi)
	offer(cmd, "sort", "score", "newest", "oldest")
	offer(cmd, "facet", facetNames()...)
	return cmd
}

// addFilter adds the flags that narrow a search, and the one that refuses a query.
func (f *searchFlags) addFilter(fl *pflag.FlagSet) {
	fl.StringVar(&f.from, "from", "", "published in this year, month or day or later (2020, 2020-10, 2020-10-08)")
	fl.StringVar(&f.to, "to", "", "published in this year, month or day or earlier")
	for _, field := range fihris.KeywordFields() {
		fl.StringArrayVar(f.filter.Values(field), string(field), nil, "only this "+string(field)+"; may be repeated")
	}
	fl.StringArrayVar(&f.where, "where", nil, "only where a field has a value, or has it not: lang=ar, lang!=ar, pages=10..20, filed=2019..; may be repeated")
	fl.BoolVar(&f.strict, "strict", false, "refuse a query that does not fit the language, and say where, rather than search its words; it is literal, too")
}

// facetNames are the values of --facet.
func facetNames() (names []string) {
	for _, field := range fihris.FacetFields() {
		names = append(names, string(field))
	}
	return names
}

// choice lists names of which one is wanted: a, b or c.
func choice(names []string) string {
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " or " + names[last]
}

// parse reads a query, as people type it or strictly, for what has been opened.
func (f searchFlags) parse(ix fihris.Declarer, query string) (fihris.Query, error) {
	if !f.strict {
		return fihris.ParseQuery(query)
	}
	q, err := ix.ParseStrict(query)
	if _, ok := errors.AsType[*fihris.SyntaxError](err); ok {
		err = hint(err, "put what is text in quotes, or leave --strict out: what does not fit is then searched as words")
	}
	return q, err
}

// request turns flags into a request that lacks its query.
func (f searchFlags) request(cmd *cobra.Command) (req fihris.Request, err error) {
	req = fihris.Request{
		Filter:  f.filter,
		After:   fihris.Cursor(f.after),
		Offset:  f.offset,
		Limit:   f.limit,
		Explain: f.explain,
		Literal: f.literal,
	}
	if req.Order = fihris.Order(f.sort); f.sort == "score" {
		req.Order = fihris.ByScore
	}
	if req.Filter.Where, err = conditions(cmd, f.where); err != nil {
		return req, err
	}
	switch {
	case f.limit < 0 || f.offset < 0:
		return req, usage(cmd, "--limit and --offset must not be negative")
	case f.limit == 0:
		req.Limit = fihris.NoHits
	}
	req.Suggest = f.offset == 0 && f.after == ""
	req.FirstStage = f.firstStage
	req.Group = f.group && !f.noGroup
	if f.from != "" {
		if req.Filter.From, _, err = fihris.ParsePeriod(f.from); err != nil {
			return req, usage(cmd, "--from %s: a year, month or day is wanted: 2020, 2020-10 or 2020-10-08", f.from)
		}
	}
	if f.to != "" {
		if _, req.Filter.To, err = fihris.ParsePeriod(f.to); err != nil {
			return req, usage(cmd, "--to %s: a year, month or day is wanted: 2020, 2020-10 or 2020-10-08", f.to)
		}
	}
	for _, name := range f.facets {
		req.Facets = append(req.Facets, fihris.Facet{Field: fihris.FacetField(name)})
	}
	return req, nil
}

// search answers one query.
func (a *app) search(cmd *cobra.Command, f searchFlags, query string) (err error) {
	if err := a.needIndex(cmd); err != nil {
		return err
	}
	req, err := f.request(cmd)
	if err == nil {
		req.NoPassages = f.noSnippets
		req.Weights, err = f.weights.of(cmd)
	}
	if err != nil {
		return err
	}
	limitMemory(garbageOnce)
	ix, err := a.openAny(cmd, fihris.Options{ReadOnly: true, Quick: true, SpellingBytes: spellingsOnce})
	if err != nil {
		return err
	}
	defer closing(ix, &err)
	if req.Query, err = f.parse(ix, query); err != nil {
		return err
	}
	if _, can := ix.(fihris.Suggester); !can {
		req.Suggest = false
	}
	res, err := ix.Search(cmd.Context(), req)
	if err != nil {
		return err
	}
	if a.json {
		err = a.printJSON(answer.NewSearch(res))
	} else {
		a.printResults(res, f.offset)
	}
	if err == nil && res.Total == 0 && len(res.Hits) == 0 {
		return exitStatus(exitNoHits)
	}
	return err
}
