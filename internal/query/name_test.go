package query

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// The file alone says what things are called: whatever the code means has a
// name there, whatever stands there has a meaning, and no name has two.
func TestNamesAreThoseOfTheFile(t *testing.T) {
	known := []meaning{rootName, afterName, beforeName, fromName, toName, mentionedName, stemName, andName, orName, notName}
	for _, f := range fields {
		m := meaning(f.name)
		known = append(known, m)
		got, ok := fieldOf(named(f.String()))
		assert.True(t, ok && got == f, "%s is not the field %s", f, m)
	}
	for _, m := range known {
		assert.NotEmpty(t, m.String(), "%s has no name", string(m))
	}
	for m := range names.first {
		assert.Contains(t, known, m)
	}
	for _, m := range names.capitals {
		assert.Contains(t, known, m)
	}
	_, ok := fieldOf(rootName)
	assert.False(t, ok)
	assert.Equal(t, "text", Text.String())
}

func TestTheFirstNameIsWritten(t *testing.T) {
	x := readNames("# and: comment\ntitle: عنوان title\n\nand: و AND\nno line of names\n")
	assert.Equal(t, map[meaning]string{"title": "عنوان", "and": "و"}, x.first)
	assert.Equal(t, map[string]meaning{"عنوان": "title", "title": "title", "و": "and"}, x.folded)
	assert.Equal(t, map[string]meaning{"AND": "and"}, x.capitals)
	for _, written := range []string{"بَعْد", "بـعـد", "After", "AFTER"} {
		assert.Equal(t, afterName, named(written), written)
	}
	for _, written := range []string{"إلى", "الى", "الي", "to"} {
		assert.Equal(t, toName, named(written), written)
	}
	assert.Equal(t, meaning("author"), named("کاتب"), "with the kaf of Persian keyboards")
	assert.Empty(t, named("and"), "only capitals are")
}
