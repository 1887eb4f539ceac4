package query

import (
	_ "embed"
	"strings"
)

//go:embed names.txt
var namesText string

// meaning is what a name of names.txt stands for.
type meaning int

const (
	noName meaning = iota
	titleName
	bodyName
	authorName
	sourceName
	sectionName
	tagName
	rootName
	afterName
	beforeName
	fromName
	toName
	stemName
	andName
	orName
	notName
)

var meanings = map[string]meaning{
	"title": titleName, "body": bodyName, "author": authorName,
	"source": sourceName, "section": sectionName, "tag": tagName,
	"root": rootName, "stem": stemName,
	"after": afterName, "before": beforeName, "from": fromName, "to": toName,
	"and": andName, "or": orName, "not": notName,
}

// names maps folded names to what they mean.
var names = readNames(namesText)

func readNames(text string) map[string]meaning {
	names := make(map[string]meaning)
	for line := range strings.Lines(text) {
		key, list, ok := strings.Cut(line, ":")
		if !ok || strings.HasPrefix(key, "#") {
			continue
		}
		for name := range strings.FieldsSeq(list) {
			names[foldName(name)] = meanings[key]
		}
	}
	return names
}

// fieldOf gives the field that a name stands for, if it is the name of one.
func fieldOf(m meaning) (Field, bool) {
	switch m {
	case titleName:
		return Title, true
	case bodyName:
		return Body, true
	case authorName:
		return Author, true
	case sourceName:
		return Source, true
	case sectionName:
		return Section, true
	case tagName:
		return Tag, true
	}
	return Text, false
}

// String returns the name of the field as a query writes it, "text" for Text.
func (f Field) String() string {
	switch f {
	case Title:
		return "title"
	case Body:
		return "body"
	case Author:
		return "author"
	case Source:
		return "source"
	case Section:
		return "section"
	case Tag:
		return "tag"
	}
	return "text"
}

// exactValue reports whether the field is compared as a whole, not word by word.
func (f Field) exactValue() bool { return f == Source || f == Section || f == Tag }
