package index

import (
	"encoding/binary"
	"slices"
	"strconv"
	"strings"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/posting"
	"github.com/fihris-search/fihris/internal/query"
	"github.com/fihris-search/fihris/internal/rank"
)

// Normalization makes حَرَم and حُرُم one form, and أحمد and احمد. How a word was
// written is kept beside it, in a field of its own: an exact form that is written
// otherwise than it says itself has a term
//
//	exact NUL written
//
// there, with its documents and positions. What is written as usual has none. So
// a form as it was typed is what the index has of it less the spellings that
// disagree, or the spellings that agree, and nothing else pays for that.

// spellingTerm is the term of a form that is written so; 8 bits a byte, the least
// significant first, as many as it takes.
func spellingTerm(exact string, w analysis.Written) string {
	return string(appendSpelling(nil, exact, w))
}

// appendSpelling appends what spellingTerm returns.
func appendSpelling(b []byte, exact string, w analysis.Written) []byte {
	b = append(append(b, exact...), keySeparator...)
	for ; w != 0; w >>= 8 {
		b = append(b, byte(w))
	}
	return b
}

// writtenIn is how a term of the field of spellings is written.
func writtenIn(term string) analysis.Written {
	var b [8]byte
	_, w, _ := strings.Cut(term, keySeparator)
	copy(b[:], w)
	return analysis.Written(binary.LittleEndian.Uint64(b[:]))
}

// spelling is an exact form as it was typed: which of the spellings that the
// index has of it agree.
type spelling struct {
	form   string
	typed  analysis.Written
	usual  bool     // what has no spelling of its own agrees
	agree  []string // the spellings that do, as terms of their field
	differ []string // and those that do not
}

// spellingOf looks up how a view spells the exact form of a token.
func (v *view) spellingOf(t *analysis.Token) (*spelling, error) {
	x := &spelling{form: t.Exact, typed: t.Written, usual: t.Written.Agrees(analysis.Usual(t.Exact))}
	start := t.Exact + keySeparator
	err := v.terms(fieldSpelling, start, start+prefixEnd+prefixEnd, func(term string, _ uint64) bool {
		to := &x.differ
		if t.Written.Agrees(writtenIn(term)) {
			to = &x.agree
		}
		if !slices.Contains(*to, term) {
			*to = append(*to, term)
		}
		return true
	})
	if err != nil {
		return nil, err
	}
	slices.Sort(x.agree)
	slices.Sort(x.differ)
	return x, nil
}

// isPlain says whether all that has the form agrees.
func (x *spelling) isPlain() bool { return x.usual && len(x.differ) == 0 }

// key names what was typed among the lists that are cached.
func (x *spelling) key() string {
	return x.form + keySeparator + strconv.FormatUint(uint64(x.typed), 36)
}

// part makes a part that counts a form one that counts what agrees. Field is
// where: title and body are told apart by positions.
func (x *spelling) part(of rank.Part, field query.Field) rank.Part {
	if x.isPlain() {
		return of
	}
	list := func(seg rank.Segment, dst *rank.Postings) error {
		s := seg.(*segment)
		if !x.usual {
			return s.countIn(x.agree, field, dst)
		}
		var all, differ rank.Postings
		var err error
		if of.List != nil {
			err = of.List(seg, &all)
		} else {
			err = rank.Union(seg, of.Field, of.Terms, &all)
		}
		if err != nil {
			return err
		}
		if err := s.countIn(x.differ, field, &differ); err != nil {
			return err
		}
		subtract(&all, &differ, dst)
		return nil
	}
	return rank.Part{Field: of.Field, Weight: of.Weight, List: list, Key: rank.KeyOf("spelling", field.String(), x.key()), Of: *x.counted(field)}
}

// countIn counts spellings in a field, by document.
func (s *segment) countIn(spellings []string, field query.Field, dst *rank.Postings) error {
	var sum rank.Sum
	sum.Reset(s.docs)
	for _, term := range spellings {
		err := s.eachList(fieldSpelling, term, func(l *posting.List) error {
			var all, in rank.Postings
			if err := read(l, &all); err != nil {
				return err
			}
			if field == query.Text {
				return damage(sum.Add(&all))
			}
			err := l.Positions(all.Docs, all.Freqs, all.Docs, func(i int, positions []uint32) {
				if n := len(inField(field, positions)); n > 0 {
					in.Add(all.Docs[i], uint32(n))
				}
			})
			if err != nil {
				return damage(err)
			}
			return damage(sum.Add(&in))
		})
		if err != nil {
			return err
		}
	}
	sum.Drain(dst)
	return nil
}

// subtract appends what documents hold less what others, a part of it, do.
func subtract(all, less, dst *rank.Postings) {
	k := 0
	for i, d := range all.Docs {
		n := all.Freqs[i]
		for k < len(less.Docs) && less.Docs[k] < d {
			k++
		}
		if k < len(less.Docs) && less.Docs[k] == d {
			n -= min(n, less.Freqs[k])
		}
		if n > 0 {
			dst.Add(d, n)
		}
	}
}

// spelled makes the parts of a word that was asked for as it is written count
// what agrees with it.
func (p *plan) spelled(n *query.Word, t *analysis.Token, parts []rank.Part) error {
	if n.Form != query.Exact || n.Field == query.Author || n.Field.IsOwn() || t.Written == 0 {
		return nil
	}
	x, err := p.v.spellingOf(t)
	if err != nil {
		return err
	}
	for i := range parts {
		if parts[i].Suffices {
			continue // a text of one's own, of which no spellings are kept
		}
		field := n.Field
		if levelOf(parts[i].Field).field == fieldTitle {
			field = query.Title
		}
		parts[i] = x.part(parts[i], field)
	}
	return nil
}

// spell makes a slot of a phrase take only what agrees with a token.
func (s *slot) spell(v *view, t *analysis.Token) error {
	if t.Written == 0 {
		return nil
	}
	x, err := v.spellingOf(t)
	if err != nil || x.isPlain() {
		return err
	}
	if s.spelling = x; !x.usual {
		s.where, s.terms = fieldSpelling, x.agree
	}
	return nil
}
