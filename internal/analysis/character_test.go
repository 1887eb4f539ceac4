package analysis

import (
	"testing"
	"unicode"

	"github.com/stretchr/testify/assert"
)

func TestCharacters(t *testing.T) {
	var ambiguous []rune
	for r := range rune(unicode.MaxRune) {
		if IsAmbiguous(r) {
			ambiguous = append(ambiguous, r)
		}
	}
	assert.Equal(t, []rune{hamza, alef, yeh}, ambiguous)
	for _, r := range "ًـ\u0670\u200f\u2067\ufeff" {
		assert.True(t, IsMark(r), "%U", r)
	}
	for _, r := range "اa1 ،\u0301" {
		assert.False(t, IsMark(r), "%U", r)
	}
	for _, r := range " \n،.؟«-\u06dd" {
		assert.True(t, IsBreak(r), "%U", r)
	}
	for _, r := range "اaé1٣日ـ\u0651\u200f\u0301\ufdfa" {
		assert.False(t, IsBreak(r), "%U", r)
	}
	assert.Equal(t, []string{"مدرسه", "مدرسة"}, WithTehMarbuta("مدرسه"))
	assert.Equal(t, []string{"ه"}, WithTehMarbuta("ه"))
	assert.Equal(t, []string{"كتاب"}, WithTehMarbuta("كتاب"))
}

func TestDigits(t *testing.T) {
	assert.Equal(t, "2020-09-05 3٫5 x", ASCIIDigits("٢٠٢٠-۰۹-०५ ٣٫5 x"))
	for r := range rune(unicode.MaxRune) {
		assert.Equal(t, unicode.Is(unicode.Nd, r), Digit(r) >= 0, "%U", r)
	}
	for _, r := range ".,،٫٬" {
		assert.True(t, IsNumberSeparator(r), "%U", r)
	}
	assert.False(t, IsNumberSeparator(':'))
	assert.Equal(t, '٫', DecimalSeparator)
}
