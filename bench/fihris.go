package main

import (
	"context"
	"runtime/debug"
	"strings"
	"time"

	"github.com/fihris-search/fihris"
)

// indexFihris makes an index of the articles in a file and optimizes it.
func indexFihris(dir, articles string) error {
	debug.SetMemoryLimit(720 << 20) // both as the command does
	debug.SetGCPercent(200)
	began := time.Now()
	ix, err := fihris.Create(dir, nil)
	if err != nil {
		return err
	}
	ctx := context.Background()
	done, err := ix.AddAll(ctx, func(yield func(fihris.Article, error) bool) {
		stop := false
		err := eachLine(articles, func(line string) error {
			a, err := parseLine(line)
			if err != nil || stop {
				return err
			}
			stop = !yield(fihris.Article{ID: a.ID, Source: a.Source, Title: a.Title, Body: a.Body}, nil)
			return nil
		})
		if err != nil {
			yield(fihris.Article{}, err)
		}
	})
	if err != nil {
		return err
	}
	added := time.Since(began).Seconds()
	if err := ix.Optimize(ctx); err != nil {
		return err
	}
	if err := ix.Close(); err != nil {
		return err
	}
	size, err := folderSize(dir)
	if err != nil {
		return err
	}
	report(result{Docs: done.Total(), Seconds: added, Bytes: size, RSS: memory("VmHWM:")})
	return nil
}

// openFihris returns a searcher for an index. Exact says whether totals are
// wanted with the hits.
func openFihris(dir string, exact bool) (searcher, error) {
	ix, err := fihris.Open(dir, &fihris.Options{ReadOnly: true})
	if err != nil {
		return nil, err
	}
	ctx := context.Background()
	return func(q query, k int) ([]string, error) {
		req, err := fihrisRequest(q)
		if err != nil {
			return nil, err
		}
		req.Limit, req.IDsOnly, req.NoTotals = k, true, !exact
		res, err := ix.Search(ctx, req)
		if err != nil {
			return nil, err
		}
		ids := make([]string, len(res.Hits))
		for i := range ids {
			ids[i] = res.Hits[i].Article.ID
		}
		return ids, nil
	}, nil
}

func fihrisRequest(q query) (req fihris.Request, err error) {
	switch {
	case strings.HasPrefix(q.class, "phrase"):
		req.Query = fihris.Phrase(q.text)
	case strings.HasPrefix(q.class, "and"):
		req.Query, err = fihris.ParseQuery(strings.ReplaceAll(q.text, " ", " AND "))
	case q.class == "prefix":
		req.Query, err = fihris.ParseQuery(q.text + "*")
	case q.class == "fuzzy":
		req.Query, err = fihris.ParseQuery(q.text + "~1")
	case strings.HasPrefix(q.class, "filter"):
		source, text, _ := strings.Cut(q.text, " ")
		req.Query = fihris.Match(text)
		req.Filter.Sources = []string{strings.ReplaceAll(source, "_", " ")}
	default:
		req.Query = fihris.Match(q.text)
	}
	return req, err
}
