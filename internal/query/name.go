package query

import (
	_ "embed"
	"strings"
	"unicode"

	"github.com/fihris-search/fihris/internal/analysis"
)

//go:embed names.txt
var namesText string

// meaning is what a name stands for, by what names.txt calls it.
type meaning string

// The meanings that are no fields.
const (
	rootName      meaning = "root"
	afterName     meaning = "after"
	beforeName    meaning = "before"
	fromName      meaning = "from"
	toName        meaning = "to"
	mentionedName meaning = "mentioned"
	stemName      meaning = "stem"
	andName       meaning = "and"
	orName        meaning = "or"
	notName       meaning = "not"
)

// fields are the fields that every query can name.
var fields = [...]Field{Title, Body, Author, Source, Section, Tag}

// table is names.txt.
type table struct {
	first    map[meaning]string // what String writes
	folded   map[string]meaning // by folded names
	capitals map[string]meaning // operators that are so everywhere, as written
	fields   map[meaning]Field  // what is a field
}

var names = readNames(namesText)

func readNames(text string) *table {
	t := &table{map[meaning]string{}, map[string]meaning{}, map[string]meaning{}, map[meaning]Field{}}
	for _, f := range fields {
		t.fields[meaning(f.name)] = f
	}
	for line := range strings.Lines(text) {
		key, list, ok := strings.Cut(line, ":")
		if !ok || strings.HasPrefix(key, "#") {
			continue
		}
		for name := range strings.FieldsSeq(list) {
			t.add(meaning(key), name)
		}
	}
	return t
}

func (t *table) add(m meaning, name string) {
	if t.first[m] == "" {
		t.first[m] = name
	}
	if strings.ContainsFunc(name, unicode.IsUpper) {
		t.capitals[name] = m
	} else {
		t.folded[analysis.Fold(name)] = m
	}
}

// named returns what a name stands for, however it is written; "" for nothing.
func named(name string) meaning { return names.folded[analysis.Fold(name)] }

// fieldOf gives the field that a name stands for, if it is the name of one.
func fieldOf(m meaning) (Field, bool) {
	f, ok := names.fields[m]
	return f, ok
}

// String returns the name as a query writes it.
func (m meaning) String() string { return names.first[m] }
