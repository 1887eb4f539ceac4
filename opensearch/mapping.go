package opensearch

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/index"
	"github.com/fihris-search/fihris/internal/query"
)

// What an index in a cluster looks like. Texts come analyzed: a field for each level, whose
// value is the terms in their order, one word for each position; of several terms at one position
// a bar stands between them, and _ is a position without a term. The score of a term or a
// phrase is how often a document has it, so that scripts make of it what it is worth:
//
//	title.exact title.stem title.root title.spelling, body.… and own.N.…   terms with positions
//	author                    terms of the byline
//	n.text n.text_stems …     lengths
//	source section tag byline own.N   whole values; folded.F as a query compares them; sort.F their first 128 bytes
//	published own.N           keys of dates (seconds) and numbers; F.day F.month F.year of dates
//	mentioned                 days of dates in the text
//	keys.text keys.title …    terms of the dictionary, written as those of texts are
//	id sum article file       what is given back
type obj = map[string]any

// formatVersion counts the changes of all that.
const formatVersion = 2

const (
	barFilter, gapFilter = "fihris_bars", "fihris_gaps"
	termsAnalyzer        = "fihris_terms"
	timesSimilarity      = "fihris_times"
	gapTerm              = "_"
)

// meta is what an index says of itself.
type meta struct {
	Format   int    `json:"format"`
	Analyzer int    `json:"analyzer"`
	Words    string `json:"words"`
	Fields   string `json:"fields"`
	Base     string `json:"base"`
	Plugin   bool   `json:"plugin,omitempty"` // it scores
}

// levels are the names of the levels in a cluster.
var levels = [...]string{analysis.Exact: "exact", analysis.Stem: "stem", analysis.Root: "root"}

// layout knows the names of the fields.
type layout struct{ own map[string]int }

func newLayout(fields []index.Field) *layout {
	l := &layout{own: map[string]int{}}
	for i, f := range fields {
		l.own[f.Name] = i
	}
	return l
}

func (l *layout) ownField(name string) string { return "own." + strconv.Itoa(l.own[name]) }

// texts are the fields that a field of words has at a level; exact or stem and the like.
func (l *layout) texts(f query.Field, level string) []string {
	switch {
	case f == query.Text:
		return []string{"title." + level, "body." + level}
	case f == query.Author:
		return []string{"author"}
	case f.IsOwn():
		return []string{l.ownField(f.String()) + "." + level}
	}
	return []string{f.String() + "." + level} // title and body
}

// stored is the field of what internal/index calls so.
func (l *layout) stored(name string) string {
	if own, ok := strings.CutPrefix(name, "own "); ok {
		return l.ownField(own)
	}
	return name
}

// length is the field of the lengths of a field of the ranking.
func (l *layout) length(ranked string) string {
	of, stems := index.LengthOf(ranked)
	name := "n." + strings.ReplaceAll(l.stored(of), ".", "_")
	if stems {
		name += "_stems"
	}
	return name
}

// definition is the body of the request that makes an index.
func definition(opts *Options, e *index.Elsewhere) obj {
	l := newLayout(e.Fields())
	terms := func(docsOnly bool) obj {
		f := obj{"type": "text", "analyzer": termsAnalyzer, "similarity": timesSimilarity, "norms": false}
		if docsOnly {
			f["index_options"] = "freqs"
		}
		return f
	}
	number := obj{"type": "integer", "index": false}
	value := obj{"type": "keyword"}
	listed := obj{"type": "keyword", "index": false}
	text := obj{"properties": obj{"exact": terms(false), "stem": terms(false), "root": terms(true), "spelling": terms(false)}}
	properties := obj{
		"id": value, "sum": obj{"type": "keyword", "index": false, "doc_values": false}, "article": obj{"type": "keyword", "index": false, "doc_values": false}, "file": value,
		"title": text, "body": text, "author": terms(true),
		"mentioned": obj{"type": "long_range"},
	}
	keys, lengths, folded, sorted, own := obj{}, obj{}, obj{}, obj{}, obj{}
	for _, name := range dictionaryFields(e.Fields()) {
		keys[keysField(l, name)] = listed
	}
	for _, name := range e.RankedFields() {
		lengths[strings.TrimPrefix(l.length(name), "n.")] = number
	}
	for i := range index.Keywords {
		name := index.Keywords[i].Stored()
		properties[name], folded[name], sorted[name] = value, value, listed
	}
	properties["published"] = obj{"type": "long"}
	periods := obj{"published": obj{"properties": obj{"day": listed, "month": listed, "year": listed}}}
	for i, f := range e.Fields() {
		n := strconv.Itoa(i)
		switch f.Kind {
		case index.TextField:
			own[n] = text
		case index.KeywordField:
			own[n] = value
			folded["own_"+n], sorted["own_"+n] = value, listed
		default:
			own[n] = obj{"type": "long"}
			periods["own_"+n] = obj{"properties": obj{"day": listed, "month": listed, "year": listed}}
		}
	}
	properties["keys"], properties["n"] = obj{"properties": keys}, obj{"properties": lengths}
	properties["folded"], properties["sort"], properties["own"] = obj{"properties": folded}, obj{"properties": sorted}, obj{"properties": own}
	properties["period"] = obj{"properties": periods}
	shards, replicas := opts.Shards, opts.Replicas
	if shards == 0 {
		shards = defaultShards
	}
	if replicas == 0 {
		replicas = 1
	}
	m := currentMeta(e)
	m.Plugin = opts.Plugin
	return obj{
		"settings": obj{
			"number_of_shards": shards, "number_of_replicas": max(replicas, 0),
			// Whoever writes asks for a refresh at the end; one each second beside it makes small segments to be merged.
			"index": obj{"similarity": obj{timesSimilarity: similarity(opts.Plugin)}, "refresh_interval": "30s"},
			"analysis": obj{
				"analyzer":  obj{termsAnalyzer: obj{"type": "custom", "tokenizer": "fihris_spaces", "filter": []string{gapFilter, barFilter}}},
				"tokenizer": obj{"fihris_spaces": obj{"type": "whitespace", "max_token_length": 1 << 20}},
				"filter": obj{
					gapFilter: obj{"type": "stop", "stopwords": []string{gapTerm}},
					barFilter: obj{"type": "pattern_capture", "preserve_original": false, "patterns": []string{`([^|]+)`}},
				},
			},
		},
		"mappings": obj{
			"dynamic":    "strict",
			"_source":    obj{"includes": []string{"id", "sum", "article", "file"}},
			"_meta":      obj{"fihris": m},
			"properties": properties,
		},
	}
}

// similarity is the one whose score is how often a document has a term.
func similarity(plugin bool) obj {
	if plugin {
		return obj{"type": timesSimilarity}
	}
	return obj{"type": "scripted", "script": obj{"source": "return query.boost * doc.freq"}}
}

func currentMeta(e *index.Elsewhere) meta {
	var fields []string
	for _, f := range e.Fields() {
		fields = append(fields, f.String())
	}
	return meta{Format: formatVersion, Analyzer: analysis.Version, Words: e.WordsHash(), Fields: strings.Join(fields, " ")}
}

// dictionaryFields are the fields whose terms are in the dictionary.
func dictionaryFields(own []index.Field) []string {
	names := slices.Clone(index.DictionaryFields)
	for _, f := range own {
		if f.Kind == index.TextField {
			names = append(names, "own "+f.Name)
		}
	}
	return names
}

// keysField is where the terms of a field of the dictionary are, below keys.
func keysField(l *layout, field string) string {
	return strings.ReplaceAll(l.stored(field), ".", "_")
}

// create makes the index.
func (c *client) create(ctx context.Context, opts *Options, e *index.Elsewhere) error {
	err := c.ask(ctx, "PUT", "/"+opts.Index, definition(opts, e), nil)
	if refused := (*Error)(nil); errors.As(err, &refused) && refused.Type == "resource_already_exists_exception" {
		return fmt.Errorf("%w: an index %s in the cluster", fihris.ErrExists, opts.Index)
	}
	if refused := (*Error)(nil); opts.Plugin && errors.As(err, &refused) && strings.Contains(refused.Reason, timesSimilarity) {
		return fmt.Errorf("%w: a node of the cluster lacks the plugin of Fihris: install it on each (docs/scale.md says how), or make the index without; %w", fihris.ErrBadRequest, err)
	}
	if err != nil {
		return err
	}
	return c.ask(ctx, "GET", "/_cluster/health/"+opts.Index+"?wait_for_status=yellow&timeout=30s", nil, nil)
}

// readMeta reads what an index says of itself.
func (c *client) readMeta(ctx context.Context, name string) (m meta, err error) {
	var answer map[string]struct {
		Mappings struct {
			Meta struct {
				Fihris *meta `json:"fihris"`
			} `json:"_meta"`
		} `json:"mappings"`
	}
	err = c.ask(ctx, "GET", "/"+name+"/_mapping", nil, &answer)
	if refused := (*Error)(nil); errors.As(err, &refused) && refused.Status == 404 {
		return m, fmt.Errorf("%w: the cluster has no index %s: load articles into one with fihris index", fihris.ErrNoIndex, name)
	}
	if err != nil {
		return m, err
	}
	for _, of := range answer { // one, whose name is another where it was asked by an alias
		if m := of.Mappings.Meta.Fihris; m != nil {
			return *m, nil
		}
	}
	return m, fmt.Errorf("%w: the index %s of the cluster was not made by Fihris", fihris.ErrNoIndex, name)
}

// check says whether an index can be searched with an analyzer and words.
func (m *meta) check(words string) error {
	switch {
	case m.Format != formatVersion:
		return fmt.Errorf("%w: the index has the format %d, and this program reads and writes %d: export it with the program that made it, and load it into a new one", fihris.ErrAnalyzerChanged, m.Format, formatVersion)
	case m.Analyzer != analysis.Version:
		return fmt.Errorf("%w: the index was analyzed by version %d, and this program has %d: load its articles into a new one (fihris export works as it is)", fihris.ErrAnalyzerChanged, m.Analyzer, analysis.Version)
	case m.Words != words:
		return fmt.Errorf("%w: the index was made with other words of one's own (families, protected words, stop words): give those", fihris.ErrOtherWords)
	}
	return nil
}

// flat is the name of a field as what is below sort, folded, period and keys is called.
func flat(field string) string { return strings.ReplaceAll(field, ".", "_") }
