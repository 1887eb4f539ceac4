package fihris

import (
	"context"
	"iter"
	"time"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/index"
	"github.com/fihris-search/fihris/internal/query"
)

// Level says how closely two words agree to be counted as one.
type Level string

// The levels. The empty Level is LevelStem.
const (
	LevelExact Level = "exact" // the spelling after normalization; words of the query as typed, as behind the sign =
	LevelStem  Level = "stem"  // the lexeme: وزير, الوزير, بالوزراء
	LevelRoot  Level = "root"  // the consonants of the word family: وزير, وزارة
)

// Levels lists the levels, the closest first.
var Levels = []Level{LevelExact, LevelStem, LevelRoot}

func (l Level) internal() (analysis.Level, error) {
	if l == "" {
		return analysis.Stem, nil
	}
	return index.ParseLevel(string(l))
}

// Study is what is counted: the words and phrases of a query that stand in the title
// or the body, in the articles that the query counts ([Results].Total) and that its
// filter lets through.
//
// Bare words are counted at the level. Those that say one themselves (=word, √word, word*),
// and phrases, are counted as they say. A word that holds several, as كوفيد-19, counts where
// these stand side by side. No word is read as another, and where two
// words of the query stand at one place, that is one occurrence.
type Study struct {
	Query  Query
	Filter Filter
	Level  Level
}

// internal is the study in an index with these fields of its own.
func (s Study) internal(own query.Own) (index.Study, error) {
	level, err := s.Level.internal()
	if err != nil {
		return index.Study{}, err
	}
	q, err := s.Query.ready(own)
	return index.Study{Scope: index.Scope{Query: q.tree(), Filter: s.Filter.internal()}, Level: level}, err
}

// Occurrences is how often the words of a [Study] stand in its articles.
type Occurrences struct {
	Occurrences uint64
	Articles    uint64 // that hold any
	Scope       uint64 // articles that the query counts, in which they were counted
	Words       uint64 // of these articles, stop words included
}

// Count counts the occurrences of a study.
func (ix *Index) Count(ctx context.Context, s Study) (Occurrences, error) {
	in, err := s.internal(ix.ix.Own())
	if err != nil {
		return Occurrences{}, wrap("count in "+ix.name(), err)
	}
	n, err := ix.ix.Count(ctx, in)
	return Occurrences(n), wrap("count in "+ix.name(), err)
}

// LineOrder says which lines of a concordance come first.
type LineOrder string

// The orders. Lines that are equal in one come by ID of their article and place in it.
const (
	ByPlace  LineOrder = "place"  // by ID of the article and place in it; streamed: no more than one article is held
	ByBefore LineOrder = "before" // by the word before the occurrence, then the one before that
	ByAfter  LineOrder = "after"  // by the word behind it, then the one behind that
	ByNode   LineOrder = "node"   // by the form of the occurrence
	ByDate   LineOrder = "date"   // oldest article first; unknown dates last
)

// LineOrders lists the orders.
var LineOrders = []LineOrder{ByPlace, ByBefore, ByAfter, ByNode, ByDate}

// ConcordanceRequest asks for occurrences in their context.
type ConcordanceRequest struct {
	Study
	Window int       // words on either side; 0 means 10, NoContext none
	Order  LineOrder // empty means ByPlace
	Sample int       // so many occurrences, each as likely as any other; 0 means all
	Seed   uint64    // which sample: the same seed draws the same of the same index
}

const (
	// NoContext as ConcordanceRequest.Window asks for the occurrences alone.
	NoContext = -1

	defaultWindow = 10
	mostWindow    = 1000
)

// Line is an occurrence in its context (a key word in context). Before, Node and After are
// one stretch of the text as written, line feeds included.
type Line struct {
	ID, Source, Section string // of the article
	Published           time.Time
	InTitle             bool // in the title, not in the body
	Start, End          int  // of Node: bytes in Article.Title or Article.Body
	Before, Node, After string
}

// Concordance yields every occurrence of a study with its context. ByPlace it reads one
// article at a time; other orders hold all lines in memory, and it is ErrTooMuch where these take
// more than [Options].SearchBytes: draw a sample then. The sequence ends with an error, if
// there is one.
func (ix *Index) Concordance(ctx context.Context, req ConcordanceRequest) iter.Seq2[Line, error] {
	return func(yield func(Line, error) bool) {
		doing := "make a concordance of " + ix.name()
		in, err := req.Study.internal(ix.ix.Own())
		if err != nil {
			yield(Line{}, wrap(doing, err))
			return
		}
		order, err := req.Order.internal()
		if err != nil {
			yield(Line{}, wrap(doing, err))
			return
		}
		window := req.Window
		switch {
		case window == 0:
			window = defaultWindow
		case window < 0:
			window = 0
		}
		for l, err := range ix.ix.Concordance(ctx, index.ConcordanceRequest{
			Study: in, Window: min(window, mostWindow), Order: order, Sample: max(req.Sample, 0), Seed: req.Seed,
		}) {
			if err != nil {
				yield(Line{}, wrap(doing, err))
				return
			}
			if !yield(Line{l.ID, l.Source, l.Section, l.Published, l.InTitle, l.Start, l.End, l.Before, l.Node, l.After}, nil) {
				return
			}
		}
	}
}

func (o LineOrder) internal() (index.LineOrder, error) {
	switch o {
	case "", ByPlace:
		return index.ByPlace, nil
	case ByBefore:
		return index.ByBefore, nil
	case ByAfter:
		return index.ByAfter, nil
	case ByNode:
		return index.ByNode, nil
	case ByDate:
		return index.ByDate, nil
	}
	return 0, unknownName("order of lines", o, LineOrders)
}
