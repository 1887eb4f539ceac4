package analysis

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestSingular: a shape proposes a singular only where the vocabulary has it.
func TestSingular(t *testing.T) {
	s := builtinStemmer(t)
	for plural, want := range map[string]string{
		"طواعين": "طاعون", "مزابل": "مزبلة", "غراءب": "غريبة", "معاذير": "معذور", "نوارس": "نورس",
	} {
		got, ok := s.singular(plural)
		if plural == "نوارس" { // the singular has another shape
			assert.False(t, ok, plural)
			continue
		}
		assert.True(t, ok, plural)
		assert.Equal(t, want, got, plural)
	}
	// participles, verbs and names of the same shape; words without a singular
	for _, w := range []string{"مقاتل", "مشارك", "تواصل", "تضامن", "يواسي", "باريس", "كتاب", "مظاهرات", ""} {
		_, ok := s.singular(w)
		assert.False(t, ok, w)
	}
}

func TestPluralErrors(t *testing.T) {
	for _, text := range []string{"مفاعل", "مستفعلاتيات: فعل"} {
		_, err := parsePlurals("# fine\n" + text)
		assert.ErrorContains(t, err, "line 2", text)
	}
	shapes, err := parsePlurals(pluralsText)
	require.NoError(t, err)
	assert.NotEmpty(t, shapes[5])
}
