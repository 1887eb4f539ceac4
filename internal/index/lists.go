package index

import (
	"strings"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/blockmax"
	"github.com/fihris-search/fihris/internal/rank"
)

// mostLists is how many lists of a word in a segment are searched where they lie. Words
// that stand for more, as patterns do, are read whole.
const mostLists = 24

// wordList is a list of a word: the keys that it is of.
type wordList struct {
	keyRange
	level analysis.Level
	list  blockmax.List
	parts uint
	used  bool // in a chain
}

// stemStart is how the keys of the stem of a key begin, rootStart those of its root.
func stemStart(key string) string {
	root := strings.IndexByte(key, keySeparator[0])
	stem := strings.IndexByte(key[root+1:], keySeparator[0])
	return key[:root+1+stem+1]
}

func rootStart(key string) string { return key[:strings.IndexByte(key, keySeparator[0])+1] }

// Lists finds the lists of a word where they lie. It is what makes the segment a
// rank.Lister.
func (s *segment) Lists(parts []rank.Part, dst []rank.Source) ([]rank.Source, bool, error) {
	var room [mostLists]wordList
	lists := room[:0]
	r := scratches.Get().(*scratch)
	defer scratches.Put(r)
	defer r.keys.In(nil)
	for p := range parts {
		at := levelOf(parts[p].Field)
		if f := s.seg.Field(at.field); parts[p].List != nil || f != nil && f.Levels() == nil {
			return dst, false, nil
		}
		for _, term := range parts[p].Terms {
			found, err := s.find(r, parts[p].Field, term)
			if err != nil {
				return dst, false, err
			}
			for i := range found {
				var ok bool
				if lists, ok, err = addList(lists, &found[i], at, p); err != nil || !ok {
					return dst, false, err
				}
			}
		}
	}
	return s.chain(lists, dst), true, nil
}

// addList adds a list for a part, unless it is there for another; it is not ok if there are too many.
func addList(lists []wordList, found *keyedList, at levelField, part int) ([]wordList, bool, error) {
	for i := range lists {
		if l := &lists[i]; l.level == at.level && l.field == at.field && l.term == found.key {
			l.parts |= 1 << part
			return lists, true, nil
		}
	}
	if len(lists) == mostLists {
		return lists, false, nil
	}
	packed, err := found.list.Packed()
	if err != nil {
		return lists, false, damage(err)
	}
	keys := keyRange{at.field, found.key, at.level == analysis.Exact}
	return append(lists, wordList{keyRange: keys, level: at.level, list: packed, parts: 1 << part}), packed.Count > 0, nil
}

// chain puts lists that lie in one another side by side: those of a form, its stem, its
// root, and the title's of the same stem, or of a stop word of the same form.
func (s *segment) chain(lists []wordList, dst []rank.Source) []rank.Source {
	number := 0
	take := func(level analysis.Level, field, term string, depth rank.Depth) {
		for i := range lists {
			l := &lists[i]
			if l.used || l.level != level || l.field != field || l.term != term {
				continue
			}
			l.used = true
			dst = append(dst, rank.Source{List: l.list, Parts: l.parts, Chain: number, Depth: depth, Weight: s.boundWeight(l, depth)})
		}
	}
	for _, level := range [...]analysis.Level{analysis.Exact, analysis.Stem, analysis.Root} {
		for i := range lists {
			l := &lists[i]
			if l.used || l.level != level {
				continue
			}
			switch text := l.field == fieldText; {
			case level == analysis.Exact && rootStart(l.term) == keySeparator: // a stop word
				take(level, l.field, l.term, rank.Stem)
				if text {
					take(level, fieldTitle, l.term, rank.Title)
				}
			case level == analysis.Exact:
				take(level, l.field, l.term, rank.Form)
				stems := len(dst)
				take(analysis.Stem, l.field, stemStart(l.term), rank.Stem)
				if text && len(dst) > stems {
					take(analysis.Stem, fieldTitle, stemStart(l.term), rank.Title)
				}
				take(analysis.Root, l.field, rootStart(l.term), rank.Root)
			case level == analysis.Stem:
				take(level, l.field, l.term, rank.Stem)
				if text {
					take(level, fieldTitle, l.term, rank.Title)
				}
				take(analysis.Root, l.field, rootStart(l.term), rank.Root)
			default:
				take(level, l.field, l.term, rank.Root)
			}
			number++
		}
	}
	return dst
}

// boundWeight is what a list counted for when the bounds of its chain were made.
func (s *segment) boundWeight(l *wordList, depth rank.Depth) float64 {
	if depth == rank.Title {
		return float64(s.seg.Field(fieldText).Levels().Weights.Title)
	}
	w := &s.seg.Field(l.field).Levels().Weights
	switch l.level {
	case analysis.Exact:
		return float64(w.FormOf(l.term))
	case analysis.Stem:
		return float64(w.Stem)
	}
	return float64(w.Root)
}
