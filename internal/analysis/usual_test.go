package analysis

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestUsual: the commonest forms are known as they are written as a rule, and all
// others as they say themselves.
func TestUsual(t *testing.T) {
	a := Default()
	for word, odd := range map[string]bool{
		"إلى": false, "الى": true, "أحمد": false, "احمد": true, "الرئيس": false, "الرءيس": true, "كتاب": false, "كِتاب": true,
		"مدرسة": false, "مدرسه": true, "مصري": false, "مصرى": true, "على": false, "آلام": true, "زعطبوطا": false, "زعطبوطأ": true, "NATO": false, "2020": false,
	} {
		got := a.Word(word)
		assert.Equal(t, odd, got.Odd, word)
		if !odd && got.Written != 0 {
			assert.Equal(t, Usual(got.Exact), got.Written, word)
		}
	}
	known := 0
	for i := range usualSlots {
		if leUint32(usualData[usualHead+4*i:]) != 0 {
			known++
		}
	}
	assert.Greater(t, known, usualForms*9/10)
}
