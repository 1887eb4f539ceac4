package index

import (
	"strings"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/posting"
)

// The three levels of a text are one field. Its terms are keys
//
//	root NUL stem NUL exact
//
// so that the exact forms of a stem stand side by side in the dictionary, and
// the stems of a root as well: a stem is the range of keys that begin with
// root NUL stem NUL, a root those that begin with root NUL. A stem that is its
// root, and a form that is its stem, is left empty. Stop words have neither:
// their keys begin with NUL NUL.
const keySeparator = "\x00"

// prefixEnd is greater than every letter: what begins with a key lies between
// it and key+prefixEnd.
const prefixEnd = "\xff"

// A level of a field is a field of the ranking, which knows nothing of keys:
// each has its own lengths. Its terms are exact forms, which the dictionary of
// forms has the keys of, or the beginnings of keys.
var (
	textLevels = [...]string{
		analysis.Exact: "exact", analysis.Stem: "stem", analysis.Root: "root",
	}
	titleLevels = [...]string{
		analysis.Exact: "title exact", analysis.Stem: "title stem", analysis.Root: "title root",
	}
)

// levelField says where the terms of a field of the ranking are.
type levelField struct {
	field  string
	level  analysis.Level // NoLevel: the field has terms of its own, not keys
	length string         // the column of lengths
}

// levelFields are the fields of the ranking by name.
var levelFields = func() map[string]levelField {
	fields := map[string]levelField{fieldAuthor: {field: fieldAuthor, length: lengthAuthor}}
	for _, l := range analysis.Levels {
		text, title := lengthTextStems, lengthTitleStems
		if l == analysis.Exact { // stop words count there too
			text, title = lengthText, lengthTitle
		}
		fields[textLevels[l]] = levelField{fieldText, l, text}
		fields[titleLevels[l]] = levelField{fieldTitle, l, title}
	}
	return fields
}()

// levelOf returns where the terms of a field of the ranking are; of what is none, the
// field of that name.
func levelOf(name string) levelField {
	if at, ok := levelFields[name]; ok {
		return at
	}
	if at := ownLevel(name); at.field != "" {
		return at
	}
	return levelField{field: name}
}

// What the bounds of the lists of text and title are made of: the weights of most searches.
var (
	boundWeights = posting.LevelWeights{
		Root: float32(DefaultWeights.Root), Stem: float32(DefaultWeights.Stem), Form: float32(DefaultWeights.Exact), Title: float32(DefaultWeights.Title),
	}
	textBounds  = posting.Levels{Stems: lengthTextStems, Forms: lengthText, Title: fieldTitle, Weights: boundWeights, Places: true, Body: bodyPosition}
	titleBounds = posting.Levels{Stems: lengthTitleStems, Forms: lengthTitle, Weights: boundWeights}
)

// keyAt is the key of a form, or how the keys of a stem or a root begin.
func keyAt(l analysis.Level, t *analysis.Token) string {
	var buf [96]byte
	return string(appendKeyAt(buf[:0], l, t))
}

// appendKeyAt appends what keyAt returns.
func appendKeyAt(b []byte, l analysis.Level, t *analysis.Token) []byte {
	b = append(append(b, t.Root...), keySeparator...)
	if l == analysis.Root {
		return b
	}
	if t.Stem != t.Root {
		b = append(b, t.Stem...)
	}
	b = append(b, keySeparator...)
	if l == analysis.Exact && t.Exact != t.Stem {
		b = append(b, t.Exact...)
	}
	return b
}

// termAt is the term of a token at a level of the ranking.
func termAt(l analysis.Level, t *analysis.Token) string {
	if l == analysis.Exact {
		return t.Exact
	}
	return keyAt(l, t)
}

// formOf is the exact form of a key. Words of one form may have several stems
// (spending, tunnels) and so several keys.
func formOf(key string) string {
	root, rest, _ := strings.Cut(key, keySeparator)
	stem, exact, _ := strings.Cut(rest, keySeparator)
	switch {
	case exact != "":
		return exact
	case stem != "":
		return stem
	}
	return root
}
