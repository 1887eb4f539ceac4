package suggest

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris/internal/analysis"
)

// news is what the suggestions below are about.
func news() *texts {
	return newTexts(
		"استقبل وزير الخارجية نظيره في العاصمة", "قال وزير الخارجية إن المفاوضات مستمرة", "زار وزير الخارجية الميناء الجديد",
		"افتتح الرئيس عبد الفتاح السيسي المتحف", "التقى عبد الفتاح السيسي وزير النقل", "محمد صلاح يسجل هدفين",
		"فاز محمد صلاح بالجائزة", "ارتفعت أسعار القمح", "تراجعت أسعار القمح في الميناء", "يكتبون رسائل إلى الرئيس",
	)
}

func TestKinds(t *testing.T) {
	for text, want := range map[string]Suggestion{
		"وزير الخراجية":    {Query: "وزير الخارجية", Kind: Spelling, Total: 3, Lacked: true},
		"هسعار القمح":      {Query: "أسعار القمح", Kind: Spelling, Total: 2, Lacked: true},
		"muhammad salah":   {Query: "محمد صلاح", Kind: Transliteration, Total: 2},
		"lpl] wghp":        {Query: "محمد صلاح", Kind: Layout, Total: 2}, // typed with the keyboard in Latin
		"مكاتيبهما":        {Query: "√مكاتيبهما", Kind: Root, Total: 1},
		"وزيرالخارجية قال": {Query: "وزير الخارجية قال", Kind: Spelling, Total: 1, Lacked: true},
	} {
		got := suggested(t, news(), text)
		if assert.Len(t, got, 1, text) {
			assert.Equal(t, want, got[0], text)
		}
	}
}

func TestSoundQueriesAreLeftAlone(t *testing.T) {
	for _, text := range []string{"وزير الخارجية", "أسعار القمح", "السيسي", "وزراء خارجية", "في", "\"محمد صلاح\"", "salah", ""} {
		for _, s := range suggested(t, news(), text) {
			assert.Equal(t, Transliteration, s.Kind, text) // salah is in no text as it stands
		}
	}
}

// What is offered is counted in the scope of the request.
func TestScope(t *testing.T) {
	got := suggested(t, news().only("ميناء"), "وزير الخراجية")
	require.Len(t, got, 1)
	assert.Equal(t, Suggestion{Query: "وزير الخارجية", Kind: Spelling, Total: 1, Lacked: true}, got[0])
}

func TestLongQueriesWerePasted(t *testing.T) {
	text := ""
	for range maxAsked {
		text += "كلمة "
	}
	assert.NotPanics(t, func() { suggested(t, news(), text+"الخراجية") })
	assert.Empty(t, suggested(t, news(), text+"الخراجية"))
}

func TestComplete(t *testing.T) {
	texts := func(text string, n int) (out []string) {
		got, err := New(analysis.Default(), nil).Complete(Sets(news()), text, n)
		require.NoError(t, err)
		for _, c := range got {
			assert.Positive(t, c.Articles, c.Text)
			if c.Kind == Word {
				out = append(out, c.Text)
			}
		}
		return out
	}
	assert.Equal(t, "وزير", texts("وز", 3)[0])
	assert.Equal(t, "وزير الخارجية", texts("وزير الخ", 3)[0], "the head stays as it was typed")
	assert.Equal(t, []string{"أسعار القمح"}, texts("أسعار الق", 3))
	assert.Equal(t, []string{"القمح"}, texts("قم", 3), "written as it is there: behind the article only")
	assert.Empty(t, texts("ظظ", 3))
	assert.Empty(t, texts("وزير ", 3), "no word was begun")
	assert.Empty(t, texts("وز", 0))
}

func TestWrittenForms(t *testing.T) {
	src := newTexts("قال مَسْؤول إن المسؤول", "مسئول مسـؤول مسؤول", "عبد  الله وBBC")
	words := src.Forms()
	g := New(analysis.Default(), nil)
	for form, want := range map[string]string{
		"مسءول": "مسؤول", "المسءول": "المسؤول", "ومسءول": "ومسؤول", "عبدالله": "عبد الله", "bbc": "BBC", "قال مسءول": "قال مسؤول", "اءاء": "اءاء",
	} {
		for range 2 { // the second comes from what is remembered
			got, err := g.asWritten(src, words, form)
			require.NoError(t, err)
			assert.Equal(t, want, got)
		}
	}
}
