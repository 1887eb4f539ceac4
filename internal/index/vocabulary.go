package index

import (
	"errors"
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

// vocabulary returns the forms of a field in all segments. Those of segments are
// made side by side: who asks for the first time waits for all of them.
// Documents count that were removed since the last merge.
func (v *view) vocabulary(field string) (spell.Vocabularies, error) {
	out, errs := make(spell.Vocabularies, len(v.segs)), make([]error, len(v.segs))
	var wait sync.WaitGroup
	for i, s := range v.segs {
		wait.Go(func() { out[i], errs[i] = s.vocabulary(field) })
	}
	wait.Wait()
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	return out, nil
}
