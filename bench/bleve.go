package main

import (
	"strings"
	"time"

	"github.com/blevesearch/bleve/v2"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/ar"
	"github.com/blevesearch/bleve/v2/index/scorch"
	bquery "github.com/blevesearch/bleve/v2/search/query"
)

// bleveTitle is what a match in the title counts more, as in the Lucene peer.
const bleveTitle = 2

// indexBleve makes an index with bleve's own Arabic analyzer and its bm25.
func indexBleve(dir, articles string) error {
	began := time.Now()
	m := bleve.NewIndexMapping()
	m.ScoringModel = "bm25"
	d := bleve.NewDocumentStaticMapping()
	for _, name := range []string{"title", "body"} {
		f := bleve.NewTextFieldMapping()
		f.Analyzer, f.Store, f.IncludeInAll, f.DocValues = "ar", true, false, false
		d.AddFieldMappingsAt(name, f)
	}
	s := bleve.NewKeywordFieldMapping()
	s.IncludeInAll, s.DocValues = false, false
	d.AddFieldMappingsAt("source", s)
	m.DefaultMapping = d
	ix, err := bleve.NewUsing(dir, m, scorch.Name, scorch.Name, nil)
	if err != nil {
		return err
	}
	n, b := 0, ix.NewBatch()
	flush := func() error {
		defer b.Reset()
		return ix.Batch(b)
	}
	err = eachLine(articles, func(line string) error {
		a, err := parseLine(line)
		if err != nil {
			return err
		}
		n++
		if err := b.Index(a.ID, map[string]any{"title": a.Title, "body": a.Body, "source": a.Source}); err != nil {
			return err
		}
		if b.Size() == 1000 {
			return flush()
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := flush(); err != nil {
		return err
	}
	if err := ix.Close(); err != nil {
		return err
	}
	seconds := time.Since(began).Seconds()
	size, err := folderSize(dir)
	if err != nil {
		return err
	}
	report(result{Docs: n, Seconds: seconds, Bytes: size, RSS: memory("VmHWM:")})
	return nil
}

func openBleve(dir string) (searcher, error) {
	ix, err := bleve.OpenUsing(dir, map[string]any{"read_only": true})
	if err != nil {
		return nil, err
	}
	return func(q query, k int) ([]string, error) {
		res, err := ix.Search(bleve.NewSearchRequestOptions(bleveQuery(q), k, 0, false))
		if err != nil {
			return nil, err
		}
		ids := make([]string, len(res.Hits))
		for i, h := range res.Hits {
			ids[i] = h.ID
		}
		return ids, nil
	}, nil
}

func bleveQuery(q query) bquery.Query {
	switch {
	case strings.HasPrefix(q.class, "phrase"):
		return both(func(f string) bquery.FieldableQuery { x := bleve.NewMatchPhraseQuery(q.text); x.SetField(f); return x })
	case q.class == "prefix":
		return both(func(f string) bquery.FieldableQuery { x := bleve.NewPrefixQuery(q.text); x.SetField(f); return x })
	case q.class == "fuzzy":
		return both(func(f string) bquery.FieldableQuery {
			x := bleve.NewFuzzyQuery(q.text)
			x.SetField(f)
			x.SetFuzziness(2) // bleve counts bytes: a letter has two
			return x
		})
	case strings.HasPrefix(q.class, "and"):
		var all []bquery.Query
		for w := range strings.FieldsSeq(q.text) {
			all = append(all, words(w))
		}
		return bleve.NewConjunctionQuery(all...)
	case strings.HasPrefix(q.class, "filter"):
		source, text, _ := strings.Cut(q.text, " ")
		t := bleve.NewTermQuery(strings.ReplaceAll(source, "_", " "))
		t.SetField("source")
		t.SetBoost(0)
		return bleve.NewConjunctionQuery(words(text), t)
	}
	return words(q.text)
}

func words(text string) bquery.Query {
	return both(func(f string) bquery.FieldableQuery { x := bleve.NewMatchQuery(text); x.SetField(f); return x })
}

// both asks the title and the body.
func both(in func(field string) bquery.FieldableQuery) bquery.Query {
	t := in("title")
	if b, ok := t.(bquery.BoostableQuery); ok {
		b.SetBoost(bleveTitle)
	}
	return bleve.NewDisjunctionQuery(t, in("body"))
}
