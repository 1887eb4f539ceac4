package corpus

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// An article has the lines of the page, words that were divided, the better of
// two readings, and its notes behind it.
func TestBodiesOfTEI(t *testing.T) {
	const root = "testdata/files/tei/"
	assert.Equal(t, []string{
		"العدد الأول من مجلة الميناء",
		"بقلم سامر\nعاد قطار الجنوب إلى العمل صباح أمس بعد توقف دام عاما.\nصدر البيت عجز البيت\nفي الأصل: البارحة",
		"أعلنت مكتبة الحي أنها ستفتح أبوابها حتى منتصف الليل.\nفصل\nنص الفصل.",
	}, bodies(t, root+"issue-p5.xml"))
	assert.Equal(t, []string{"أول\nعاد قطار الجنوب إلى العمل صباح أمس بعد توقف دام عاما كاملا.\nأعلنت مكتبة الحي أنها ستفتح أبوابها حتى منتصف الليل."}, bodies(t, root+"text-p3.xml"))
	assert.Equal(t, "عاد القطار.\nعاد قطار الجنوب إلى العمل صباح أمس بعد توقف دام عاما كاملا.", bodies(t, root+"corpus.xml")[0])
}

func TestBodiesOfCorpora(t *testing.T) {
	const root = "testdata/files/corpora/"
	assert.Equal(t, []string{"باب القطار\nعاد قطار الجنوب إلى العمل صباح أمس بعد توقف دام عاما.\nفصل\nبيت شعر\nسامر راكب"}, bodies(t, root+"book.mARkdown"))
	assert.Equal(t, []string{"عاد قطار أمس إلى العمل < بعد عام.\nنهاية."}, bodies(t, root+"text.tml"))
}
