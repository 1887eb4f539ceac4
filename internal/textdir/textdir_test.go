package textdir_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/fihris-search/fihris/internal/textdir"
)

func TestOf(t *testing.T) {
	for text, want := range map[string]textdir.Direction{
		"قال الوزير":                  textdir.RTL,
		"(CNN)-- قال الوزير في مؤتمر": textdir.RTL,
		"BBC عربي: الأخبار":           textdir.RTL,
		"قال BBC World Service":       textdir.LTR,
		"The minister said":           textdir.LTR,
		"Министр сказал":              textdir.LTR,
		"大臣は言った":                      textdir.LTR,
		"שלום עולם":                   textdir.RTL, // Hebrew
		"ܫܠܡܐ ܥܠܡܐ":                   textdir.RTL, // Syriac
		"ދިވެހިރާއްޖެ":                textdir.RTL, // Thaana
		"ߒߞߏ ߛߓߍߛߎ߲":                  textdir.RTL, // N'Ko
		"𞤀𞤁𞤂𞤃":                        textdir.RTL, // Adlam
		"שלום The minister":           textdir.LTR,
		"قال שר The":                  textdir.RTL, // 3 and 2 against 3
		"2018-10-09":                  textdir.Neutral,
		"٢٠١٨":                        textdir.Neutral,
		"߁߂߃":                         textdir.Neutral, // digits of N'Ko run to the left, but are no letters
		"ab 1,234,567,890 قال":        textdir.RTL,
		"ab ١٢٣٤٥٦٧٨٩٠ با":            textdir.Neutral,
		"abc با ؟؟؟؟":                 textdir.LTR,     // signs have no say
		"abc مُدَرِّ":                 textdir.Neutral, // nor have marks
		"":                            textdir.Neutral,
		" …\n":                        textdir.Neutral,
		"\xff\xfe":                    textdir.Neutral, // no text at all
	} {
		assert.Equal(t, want, textdir.Of(text), text)
	}
}

func TestIsRTL(t *testing.T) {
	for _, r := range "بءגܫދߒ؟\u200f" {
		assert.True(t, textdir.IsRTL(r), "%U", r)
	}
	for _, r := range "aя大1٢،. َ\u200e" {
		assert.False(t, textdir.IsRTL(r), "%U", r)
	}
}
