package index

import (
	"bytes"
	"cmp"
	"slices"

	segmentapi "github.com/blevesearch/scorch_segment_api/v2"
	"github.com/blevesearch/vellum"
)

// A vocabulary is the exact forms of a segment in the order of the alphabet,
// with the number of documents that hold each: what prefixes, patterns and
// fuzzy words look in. The dictionary on disk is in the order of roots, so the
// vocabulary is made from it when it is first needed, and kept as a compact
// automaton while the segment lives.

// loadVocabulary makes the vocabulary of a field on first use.
func (s *segment) loadVocabulary(field string) (*vellum.FST, error) {
	s.side.mu.Lock()
	defer s.side.mu.Unlock()
	if v := s.side.vocabularies[field]; v != nil {
		return v, nil
	}
	type entry struct {
		form string
		docs uint64
	}
	var entries []entry
	err := s.terms(field, "", "", func(key string, docs uint64) bool {
		if field != fieldAuthor { // whose terms are no keys
			key = formOf(key)
		}
		entries = append(entries, entry{key, docs})
		return true
	})
	if err != nil {
		return nil, err
	}
	slices.SortFunc(entries, func(a, b entry) int { return cmp.Compare(a.form, b.form) })
	var buf bytes.Buffer
	b, err := vellum.New(&buf, nil)
	if err != nil {
		return nil, err
	}
	for i, e := range entries {
		if e.form == "" || i > 0 && e.form == entries[i-1].form {
			continue
		}
		if err := b.Insert([]byte(e.form), e.docs); err != nil {
			return nil, err
		}
	}
	if err := b.Close(); err != nil {
		return nil, err
	}
	v, err := vellum.Load(buf.Bytes())
	if err != nil {
		return nil, err
	}
	if s.side.vocabularies == nil {
		s.side.vocabularies = map[string]*vellum.FST{}
	}
	s.side.vocabularies[field] = v
	return v, nil
}

// forms visits the exact forms of a field from start (inclusive) to end
// (exclusive, empty for all) that an automaton accepts; nil accepts all.
func (s *segment) forms(field string, a segmentapi.Automaton, start, end string, visit func(form string, docs uint64) bool) error {
	v, err := s.loadVocabulary(field)
	if err != nil {
		return err
	}
	if a == nil {
		a = &vellum.AlwaysMatch{}
	}
	var to []byte
	if end != "" {
		to = []byte(end)
	}
	it, err := v.Search(a, []byte(start), to)
	for err == nil {
		form, docs := it.Current()
		if !visit(string(form), docs) {
			return nil
		}
		err = it.Next()
	}
	if err == vellum.ErrIteratorDone {
		return nil
	}
	return err
}
