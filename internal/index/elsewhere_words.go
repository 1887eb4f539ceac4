package index

import (
	"context"
	"iter"
	"slices"
	"strings"
	"sync"

	"github.com/fihris-search/fihris/internal/spell"
)

// Dictionary is the words of a collection that lies elsewhere, as one search sees them.
type Dictionary interface {
	// Forms are the forms of a field with the number of documents that hold each.
	Forms(field string) spell.Vocabularies
	// Terms visits the terms of a field from start (inclusive) to end (exclusive), in byte order.
	Terms(field, start, end string, visit func(term string, docs uint64) bool) error
	// Counts counts the documents of each of some sets. What was asked once is known for as long as the Dictionary is used.
	Counts(sets []Want) ([]uint64, error)
	// Texts returns titles and bodies of up to n documents that hold an exact form.
	Texts(form string, n int) ([]string, error)
	// Values counts the values of a facet in all documents, as facets list them.
	Values(f FacetWant) ([]FacetValue, error)
	// Published are the seconds since 1970 of the oldest and the newest date of a document; false where none has a date.
	Published() (oldest, newest int64, ok bool)
	// Err is why something is missing in what was answered.
	Err() error
}

// Lister lists the terms of a field of a collection, in any order, with the number of documents
// that hold each, as it is now.
type Lister func(ctx context.Context, field string) (iter.Seq2[string, uint64], error)

// Terms are the terms of a collection, each field fetched when it is first asked for. They
// are safe for concurrent use.
type Terms struct {
	List Lister

	mu     sync.Mutex
	fields map[string]*termList
}

// termList is the terms of a field, in byte order.
type termList struct {
	terms []string
	docs  []uint32
	forms spell.Vocabularies
}

// field returns the terms of a field.
func (t *Terms) field(ctx context.Context, name string) (*termList, error) {
	t.mu.Lock() // who comes meanwhile needs the same
	defer t.mu.Unlock()
	if l := t.fields[name]; l != nil {
		return l, nil
	}
	type entry struct {
		term string
		docs uint32
	}
	all, err := t.List(ctx, name)
	if err != nil {
		return nil, err
	}
	var entries []entry
	for term, docs := range all {
		entries = append(entries, entry{term, uint32(min(docs, 1<<32-1))})
	}
	slices.SortFunc(entries, func(a, b entry) int { return strings.Compare(a.term, b.term) })
	l := &termList{terms: make([]string, len(entries)), docs: make([]uint32, len(entries))}
	for i, e := range entries {
		l.terms[i], l.docs[i] = e.term, e.docs
	}
	form := formOf
	if name == fieldAuthor {
		form = func(term string) string { return term }
	}
	l.forms = spell.Vocabularies{spell.NewVocabulary(func(yield func(string, int) bool) {
		for _, e := range entries {
			if !yield(form(e.term), int(e.docs)) {
				return
			}
		}
	})}
	if t.fields == nil {
		t.fields = map[string]*termList{}
	}
	t.fields[name] = l
	return l, nil
}

// Asker is what else a [Dictionary] asks.
type Asker interface {
	Texts(ctx context.Context, form string, n int) ([]string, error)
	Counts(ctx context.Context, sets []Want) ([]uint64, error)
	Values(ctx context.Context, f FacetWant) ([]FacetValue, error)
	Published() (oldest, newest int64, ok bool)
}

// Within are the terms for a search that ends with its context.
func (t *Terms) Within(ctx context.Context, asker Asker) Dictionary {
	return &termsWithin{ctx: ctx, all: t, asker: asker}
}

// termsWithin is the terms as one search sees them.
type termsWithin struct {
	ctx   context.Context
	all   *Terms
	asker Asker

	mu  sync.Mutex
	err error
}

func (t *termsWithin) field(name string) *termList {
	l, err := t.all.field(t.ctx, name)
	if err == nil {
		return l
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.err == nil {
		t.err = err
	}
	return &termList{}
}

func (t *termsWithin) Forms(field string) spell.Vocabularies {
	l := t.field(field)
	return l.forms
}

func (t *termsWithin) Terms(field, start, end string, visit func(string, uint64) bool) error {
	l := t.field(field)
	i, _ := slices.BinarySearch(l.terms, start)
	for ; i < len(l.terms) && (end == "" || l.terms[i] < end); i++ {
		if !visit(l.terms[i], uint64(l.docs[i])) {
			break
		}
	}
	return t.Err()
}

func (t *termsWithin) Texts(form string, n int) ([]string, error) {
	return t.asker.Texts(t.ctx, form, n)
}

func (t *termsWithin) Counts(sets []Want) ([]uint64, error) { return t.asker.Counts(t.ctx, sets) }

func (t *termsWithin) Values(f FacetWant) ([]FacetValue, error) { return t.asker.Values(t.ctx, f) }

func (t *termsWithin) Published() (oldest, newest int64, ok bool) { return t.asker.Published() }

func (t *termsWithin) Err() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.err
}
