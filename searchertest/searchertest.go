// Package searchertest says by tests what a [fihris.Searcher] is: whoever makes one of another
// engine, or of a server elsewhere, lets it pass. The index of this module does, on the same articles.
//
//	func TestSearcher(t *testing.T) {
//		articles := searchertest.Articles()
//		searchertest.Run(t, mySearcher(t, articles), articles)
//	}
//
// It asks for nothing that depends on the analysis or the formula of the ranking: which words meet, and
// what a score is, is the searcher's. It asks that pages follow each other without gap or repetition, that
// filters, facets, totals and the orders of date agree with the articles, that what is shown is what was written,
// and that errors are those of package fihris. What a searcher can do besides ([fihris.Completer],
// [fihris.Studier] and the like) is tried where it can: that its figures agree with each other, with the texts and with their formulas.
package searchertest

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/testdata"
)

// Articles are a hundred articles that were written for Fihris, of many sources, sections and dates.
func Articles() []fihris.Article {
	var out []fihris.Article
	for _, a := range testdata.Articles() {
		out = append(out, fihris.Article{
			ID: a.ID, Title: a.Title, Body: a.Body, Author: a.Author, Source: a.Source, Section: a.Section,
			URL: a.URL, Published: a.Published, Tags: a.Tags,
		})
	}
	return out
}

// Run lets a searcher that holds exactly these articles answer; each thing that is asked of it is a
// subtest. The articles need IDs that differ and titles that are not empty; some should share sources and dates.
func Run(t *testing.T, s fihris.Searcher, articles []fihris.Article) {
	t.Helper()
	for _, c := range checks {
		t.Run(c.name, func(t *testing.T) {
			for _, err := range run(t.Context(), c, s, articles) {
				t.Error(err)
			}
		})
	}
}

// Test is [Run] without a [testing.T]: it joins what is wrong, each with the name of what was
// asked; nil for nothing.
func Test(ctx context.Context, s fihris.Searcher, articles []fihris.Article) error {
	var errs []error
	for _, c := range checks {
		for _, err := range run(ctx, c, s, articles) {
			errs = append(errs, fmt.Errorf("%s: %w", c.name, err))
		}
	}
	return errors.Join(errs...)
}

// check is one thing that is asked of a searcher.
type check struct {
	name string
	ask  func(*trial)
}

// trial is a searcher that is asked something, and what was wrong with the answers.
type trial struct {
	ctx      context.Context
	s        fihris.Searcher
	articles []fihris.Article
	wrong    []error
}

// run asks one thing. A panic is an answer that is wrong.
func run(ctx context.Context, c check, s fihris.Searcher, articles []fihris.Article) (wrong []error) {
	tr := &trial{ctx: ctx, s: s, articles: articles}
	defer func() {
		if r := recover(); r != nil {
			wrong = append(tr.wrong, fmt.Errorf("panic: %v", r))
		}
	}()
	c.ask(tr)
	return tr.wrong
}

// errorf remembers what is wrong.
func (tr *trial) errorf(format string, args ...any) {
	tr.wrong = append(tr.wrong, fmt.Errorf(format, args...))
}

// search asks for hits; where there is no answer it says so and gives an empty one.
func (tr *trial) search(req fihris.Request) *fihris.Results {
	res, err := tr.s.Search(tr.ctx, req)
	switch {
	case err != nil:
		tr.errorf("search for %q: %w", req.Query, err)
	case res == nil:
		tr.errorf("search for %q: neither results nor an error", req.Query)
	default:
		return res
	}
	return &fihris.Results{}
}

// ids are the IDs of hits.
func ids(hits []fihris.Hit) []string {
	out := make([]string, 0, len(hits))
	for _, h := range hits {
		out = append(out, h.Article.ID)
	}
	return out
}
