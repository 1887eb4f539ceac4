package index

import (
	"strings"

	"github.com/fihris-search/fihris/internal/analysis"
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

// A level is named as a field of the ranking, which knows nothing of keys:
// each has its own lengths, and its terms are keys or the beginnings of keys.
const (
	levelFieldExact = "exact"
	levelFieldStem  = "stem"
	levelFieldRoot  = "root"

	titleFieldExact = "title exact"
	titleFieldStem  = "title stem"
	titleFieldRoot  = "title root"
)

// levelField says where the terms of a level are.
type levelField struct {
	field  string
	whole  bool   // terms are whole keys, not beginnings
	length string // the column of lengths
}

var levelFields = map[string]levelField{
	levelFieldExact: {fieldText, true, lengthText},
	levelFieldStem:  {fieldText, false, lengthTextStems},
	levelFieldRoot:  {fieldText, false, lengthTextStems},
	titleFieldExact: {fieldTitle, true, lengthTitle},
	titleFieldStem:  {fieldTitle, false, lengthTitleStems},
	titleFieldRoot:  {fieldTitle, false, lengthTitleStems},
	fieldAuthor:     {fieldAuthor, true, lengthAuthor},
}

// titleOf names the title's own level beside that of the whole text.
var titleOf = map[string]string{
	levelFieldExact: titleFieldExact, levelFieldStem: titleFieldStem, levelFieldRoot: titleFieldRoot,
}

// rootKey is how the keys of a root begin.
func rootKey(t *analysis.Token) string { return t.Root + keySeparator }

// stemKey is how the keys of a stem begin.
func stemKey(t *analysis.Token) string {
	stem := t.Stem
	if stem == t.Root {
		stem = ""
	}
	return t.Root + keySeparator + stem + keySeparator
}

// exactKey is the key of a form.
func exactKey(t *analysis.Token) string {
	exact := t.Exact
	if exact == t.Stem {
		exact = ""
	}
	return stemKey(t) + exact
}

// formOf is the exact form of a key.
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

// keyOf is the key of an exact form, by the analyzer that made it.
func (p *plan) keyOf(exact string) string {
	t := p.analyzer.Word(exact)
	if t.Exact != exact {
		t = analysis.Token{Exact: exact, Stem: exact, Root: exact}
	}
	return exactKey(&t)
}

func (p *plan) keysOf(forms []string) []string {
	keys := make([]string, len(forms))
	for i, f := range forms {
		keys[i] = p.keyOf(f)
	}
	return keys
}
