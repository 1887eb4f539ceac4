package index

import (
	"errors"
	"slices"
	"sync"

	"github.com/fihris-search/fihris/internal/spell"
)

// vocabularies are the exact forms of a segment by field, with the number of
// documents that hold each: what prefixes, patterns and fuzzy words look in,
// and where suggestions come from. The dictionary on disk is in the order of
// roots, so a vocabulary is made from it when it is first needed, and kept
// while the segment lives: some forty bytes a form.
type vocabularies struct {
	mu sync.Mutex
	of map[string]*spell.Vocabulary
}

// vocabulary returns the forms of a field.
func (s *segment) vocabulary(field string) (*spell.Vocabulary, error) {
	vs := &s.side.vocabularies
	vs.mu.Lock()
	defer vs.mu.Unlock()
	if v := vs.of[field]; v != nil {
		return v, nil
	}
	var err error
	v := spell.NewVocabulary(s.seg.Field(field).Terms(), func(yield func(string, int) bool) {
		err = s.terms(field, "", "", func(key string, docs uint64) bool {
			if field != fieldAuthor { // whose terms are no keys
				key = formOf(key)
			}
			return yield(key, int(docs))
		})
	})
	if err != nil {
		return nil, err
	}
	if vs.of == nil {
		vs.of = map[string]*spell.Vocabulary{}
	}
	vs.of[field] = v
	return v, nil
}

// vocabulary is the forms of a field in all segments of a view, as one: it is
// what a spell.Corrector draws on.
type vocabulary []*spell.Vocabulary

// vocabulary returns the forms of a field. Those of segments are made side by
// side: who asks for the first time waits for all of them.
func (v *view) vocabulary(field string) (vocabulary, error) {
	out, errs := make(vocabulary, len(v.segs)), make([]error, len(v.segs))
	var wait sync.WaitGroup
	for i, s := range v.segs {
		wait.Go(func() { out[i], errs[i] = s.vocabulary(field) })
	}
	wait.Wait()
	return out, errors.Join(errs...)
}

// Lookup returns how many documents hold a form, those included that were
// removed since the last merge.
func (vs vocabulary) Lookup(form string) int {
	n := 0
	for _, v := range vs {
		n += v.Lookup(form)
	}
	return n
}

// Total is the sum of that over all forms.
func (vs vocabulary) Total() uint64 {
	n := uint64(0)
	for _, v := range vs {
		n += v.Total()
	}
	return n
}

// Near visits every form at most bound away from word, once.
func (vs vocabulary) Near(word string, bound int, visit func(form string, docs, distance int) bool) {
	if len(vs) == 1 {
		vs[0].Near(word, bound, visit)
		return
	}
	type near struct{ docs, distance int }
	found := map[string]near{}
	for _, v := range vs {
		v.Near(word, bound, func(form string, docs, distance int) bool {
			found[form] = near{found[form].docs + docs, distance}
			return true
		})
	}
	for form, n := range found {
		if !visit(form, n.docs, n.distance) {
			return
		}
	}
}

// begins says whether some form begins with a prefix.
func (vs vocabulary) begins(prefix string) bool {
	return slices.ContainsFunc(vs, func(v *spell.Vocabulary) bool { return v.Begins(prefix) })
}

// frequent adds the n most frequent forms that each segment has behind a
// prefix. Forms that are not among them in some segment are counted too low.
func (vs vocabulary) frequent(prefix string, n int, found map[string]int) {
	for _, v := range vs {
		v.Frequent(prefix, n, func(form string, docs int) { found[form] += docs })
	}
}
