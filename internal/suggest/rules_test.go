package suggest

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/query"
)

// times is a line so many times.
func times(n int, line string) []string { return slices.Repeat([]string{line}, n) }

// offered is what is suggested for a query; "" for nothing.
func offered(t *testing.T, s *texts, text string) string {
	t.Helper()
	var all []string
	for _, x := range suggested(t, s, text) {
		all = append(all, x.Query)
	}
	return strings.Join(all, " | ")
}

// Every error of the index is told: nothing is suggested in its place.
func TestErrorsOfTheIndexAreTold(t *testing.T) {
	src := *bundled()
	for _, text := range []string{
		"درجةلم يشعر بها", "دراسة زعفراني DNA خمسة", "ra2is al wizara", "hekh uqv", "جوان مارس العود", "ختّة نسئي", "3'urfa", "مزعفراتهم", "البريد اللذي",
	} {
		src.calls, src.failAt = 0, 0
		_, err := New(analysis.Default(), nil).Suggest(Sets(&src), bundled().request(t, text))
		require.NoError(t, err)
		for n := src.calls; n > 0; n-- {
			src.calls, src.failAt = 0, n
			got, err := New(analysis.Default(), nil).Suggest(Sets(&src), bundled().request(t, text))
			require.ErrorIs(t, err, errSource, "%s, call %d", text, n)
			assert.Empty(t, got)
		}
	}
	for _, text := range []string{"وزير ا", "bb", "فالمد", "خط الهدنة في ال"} {
		src.calls, src.failAt = 0, 0
		_, err := New(analysis.Default(), nil).Complete(Sets(&src), text, 6)
		require.NoError(t, err)
		for n := src.calls; n > 0; n-- {
			src.calls, src.failAt = 0, n
			got, err := New(analysis.Default(), nil).Complete(Sets(&src), text, 6)
			require.ErrorIs(t, err, errSource, "%s, call %d", text, n)
			assert.Empty(t, got)
		}
	}
}

// What is offered finds all of its words where the query did not, or many times
// as much; where neither finds all, it must be closer to what is there.
func TestOffer(t *testing.T) {
	src := newTexts(append(times(21, "وزير الميناء"), "قمح")...)
	for _, c := range []struct {
		text           string
		total          uint64
		missed, closer bool
		want           uint64
	}{
		{"وزير الميناء", 0, true, false, 21},
		{"وزير الميناء", 2, false, false, 21},
		{"وزير الميناء", 3, false, false, 0},
		{"وزير الميناء", 3, false, true, 0},
		{"وزير القمح", 0, true, true, 22},
		{"وزير القمح", 0, true, false, 0},
		{"وزير القمح", 0, false, true, 0},
		{"زقزوق", 0, true, true, 0},
		{"سؤال", 0, true, true, 0},
	} {
		s := &search{Suggester: New(analysis.Default(), nil), src: Sets(src), text: "سؤال", total: c.total, missed: c.missed}
		require.NoError(t, s.offer(c.text, Spelling, c.closer))
		if c.want == 0 {
			assert.Empty(t, s.out, "%v", c)
		} else {
			assert.Equal(t, []Suggestion{{Query: c.text, Kind: Spelling, Total: c.want}}, s.out, "%v", c)
		}
	}
}

// A form that few articles have and the language does not know is taken for a
// slip of their authors, if many times as many have another.
func TestSlipsOfAuthors(t *testing.T) {
	for n, want := range []string{"", "وزير الخارجية", "وزير الخارجية", ""} {
		if n > 0 {
			src := newTexts(slices.Concat(times(n, "قال وزير الخراجية"), times(10*n+1, "قال وزير الخارجية"))...)
			assert.Equal(t, want, offered(t, src, "وزير الخراجية"), "%d articles", n)
		}
	}
}

// What is known and found costs a few lookups, also where few articles have it.
func TestSoundWordsNeedNoForms(t *testing.T) {
	for n := 1; n < 4; n++ {
		src := newTexts(times(n, "استقبل وزير الخارجية نظيره")...)
		assert.Empty(t, offered(t, src, "وزير الخارجية"))
		assert.False(t, src.listed)
		offered(t, src, "وزير الخراجية")
		assert.True(t, src.listed, "the test sees nothing")
	}
}

// Roots are tried for words that the index has in no form, if nothing was found.
func TestRoots(t *testing.T) {
	src := newTexts("يكتبون رسائل إلى الرئيس", "كاتب جديد في العاصمة").only("رسائل")
	for text, want := range map[string]string{
		"مكاتيبهما":           "√مكاتيبهما",
		"مكاتيبهما في":        "√مكاتيبهما في",
		"مكاتيبهما الرئيس":    "",
		"كاتب":                "", // which it has, if not here
		"\"مكاتيبهما\"":       "",
		"=مكاتيبهما":          "",
		"كاتب:مكاتيبهما":      "",
		"مكاتيبهما ومكاتيبكم": "√مكاتيبهما √ومكاتيبكم",
	} {
		assert.Equal(t, want, offered(t, src, text), text)
	}
}

// Words in Latin letters are read as Arabic where few articles have them.
func TestLatinLetters(t *testing.T) {
	for n, want := range map[int]string{9: "مدرسة", 10: ""} {
		src := newTexts(slices.Concat(times(n, "قالوا madrasa"), times(10*n+1, "مدرسة جديدة"))...)
		assert.Equal(t, want, offered(t, src, "madrasa"), "%d articles", n)
	}
	// a word that stands three times as often with the article is written with it
	for n, want := range map[int]string{9: "شجرة", 10: "الشجرة"} {
		src := newTexts(slices.Concat(times(3, "قالوا شجرة"), times(n, "رأوا الشجرة"))...)
		assert.Equal(t, want, offered(t, src, "shajara"), "%d articles", n)
	}
	src := newTexts(slices.Concat(times(30, "فاز غزال في السباق"), times(30, "مدينة غزة قديمة"), times(20, "عزال"), times(20, "حبيب"))...)
	for text, want := range map[string]string{
		"3'azal":            "غزال", // 3' is a letter
		"3'aza":             "غزة",
		"3'azal al siba2":   "غزال السباق",
		"madina 3'aza":      "مدينة غزة",
		"3'azal في":         "غزال في",
		"33'azal":           "", // 33 is a number
		"3 azal":            "",
		"7abib":             "حبيب",
		"غزال al-siba2":     "", // who writes Arabic beside them means these letters
		"al-siba2":          "السباق",
		"al siba2":          "السباق",
		"zqzq":              "",
		"al siba2 al-3'aza": "",
	} {
		assert.Equal(t, want, offered(t, src, text), text)
	}
}

// A word that stands for two is cut where both are words, though no article have
// both; of odd ones an article must have both.
func TestWordsApart(t *testing.T) {
	assert.Equal(t, "وزير القمح", offered(t, newTexts("وزير جديد", "القمح غال"), "وزيرالقمح"))
	assert.Empty(t, offered(t, newTexts("وزير جديد", "ظقظوق غال"), "وزيرظقظوق"))
	assert.Equal(t, "وزير ظقظوق", offered(t, newTexts("وزير ظقظوق"), "وزيرظقظوق"))
}

// A space within a word.
func TestWordsTogether(t *testing.T) {
	for text, want := range map[string]string{
		"وزير الخار جية":     "وزير الخارجية",
		"الخار جية وزير":     "الخارجية وزير",
		"عبدالفتاح السي سي":  "عبدالفتاح السيسي",
		"وزير ا لخارجية":     "وزير الخارجية",
		"أسعار القم ح":       "أسعار القمح",
		"الخراجية الخراجية":  "الخارجية الخارجية",
		"وزير الخار-جية قال": "",
		"\"وزير ال خارجية\"": "",
	} {
		assert.Equal(t, want, offered(t, news(), text), text)
	}
	s, err := New(analysis.Default(), nil).begin(Sets(news()), news().request(t, "زقزوق"))
	require.NoError(t, err)
	sp := &speller{search: s}
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"و", "الميناء", false}, // which is the same without it
		{"الميناء", "و", false},
		{"الخا", "رجية", true},
		{"وزير", "الميناء", false}, // both are words, and one together is none
	} {
		words := [2]asked{{Token: analysis.Default().Word(c.a)}, {Token: analysis.Default().Word(c.b)}}
		for i := range words {
			require.NoError(t, s.lookUp(&words[i]))
		}
		together := analysis.Default().Word(c.a + c.b)
		assert.Equal(t, c.want, sp.isJoined(&words[0], &words[1], &together), "%s %s", c.a, c.b)
	}
}

// Any three keys are a word somewhere: one of another keyboard must be common.
func TestOtherKeyboards(t *testing.T) {
	src := newTexts("ثوم جديد", "كتب قديمة", "وزير الخارجية", "ثوم وفجل")
	for text, want := range map[string]string{
		"e,l":           "",         // ثوم, of three letters, alone
		"e,l []d]":      "ثوم جديد", // beside another
		";jf":           "كتب",      // very common
		",.dv":          "وزير",     // of four letters
		"DNA":           "",         //
		",.dv hgohv[dm": "وزير الخارجية",
	} {
		assert.Equal(t, want, offered(t, src, text), text)
	}
}

// The commonest spelling is that of words standing alone, before any with
// something glued to it.
func TestCommonestSpelling(t *testing.T) {
	for _, c := range []struct {
		form, want string
		lines      []string
	}{
		{"مسءول", "مسئول", []string{"قال مسئول", "قال مسئول", "قال مسؤول"}},
		{"مسءول", "مسؤول", []string{"قال مسؤول", "قال مَسْؤول", "قال مسئول"}},
		{"bbc", "BBC", []string{"قالت BBC", "قالت وBbc", "زعمت وBbc"}},
		{"bbc", "BBC", []string{"قالت وBBC", "قالت وBbc", "زعمت وBBC"}},
		{"bbc", "Bbc", []string{"قالت وBBC", "قالت وBbc", "زعمت وBbc"}},
	} {
		src := newTexts(c.lines...)
		got, err := New(analysis.Default(), nil).asWritten(src, src.Forms(), c.form)
		require.NoError(t, err)
		assert.Equal(t, c.want, got, "%v", c.lines)
	}
}

func TestCompletionBounds(t *testing.T) {
	src := index([]text{{"محمد صلاح يسجل هدفين", ""}, {"محمد صلاح يسجل هدفين", "مرة أخرى"}, {"محمود في القاهرة", ""}})
	complete := func(text string, n int) (words, titles []Completion) {
		got, err := New(analysis.Default(), nil).Complete(Sets(src), text, n)
		require.NoError(t, err)
		require.LessOrEqual(t, len(got), max(n, 0))
		for _, c := range got {
			if c.Kind == Title {
				titles = append(titles, c)
			} else {
				words = append(words, c)
			}
		}
		return words, titles
	}
	words, titles := complete("محم", 3)
	assert.Equal(t, []Completion{{Text: "محمد صلاح يسجل هدفين", Kind: Title, Articles: 2, ID: "of محمد صلاح يسجل هدفين"}}, titles, "a title of two articles")
	assert.Equal(t, []Completion{{Text: "محمد", Kind: Word, Articles: 2}, {Text: "محمود", Kind: Word, Articles: 1}}, words)
	_, titles = complete("محم", 2)
	assert.Empty(t, titles, "one of three is a title")
	_, titles = complete("مح", 3)
	assert.Empty(t, titles, "two letters say too little")
	_, titles = complete("صلاح مح", 3)
	assert.Len(t, titles, 1, "unless they stand beside another word")
	words, _ = complete(strings.Repeat("و", query.MaxLength+1), 3)
	assert.Empty(t, words)
	words, _ = complete(" \xff محم", 3)
	assert.Empty(t, words)
	words, _ = complete("محم", -1)
	assert.Empty(t, words)
}

// Another word in the place of one that is a word is offered, but the index is told
// that it is not sure; of a number every other is one too.
func TestWordsOfTheirOwnAreNotReplacedForSure(t *testing.T) {
	texts := []string{"ارتفعت أسعار القمح في الميناء", "قال الوزير إن الأسعار مستقرة", "كلب الحارس في الحديقة", "قلب المريض سليم", "فاز الفريق 170 مرة"}
	for range 10 {
		texts = append(texts, "حديث عن أمر آخر تماما")
	}
	got := suggested(t, newTexts(texts...), "كلب المريض")
	require.Len(t, got, 1)
	assert.Equal(t, "قلب المريض", got[0].Query)
	assert.True(t, got[0].Unsure)
	got = suggested(t, newTexts(texts...), "ارتفعت اسعار القمخ")
	require.Len(t, got, 1)
	assert.False(t, got[0].Unsure, "what is no word is replaced for sure")
	assert.Empty(t, suggested(t, newTexts(texts...), "الفريق 710"))
}

// Of a word that the language has, a form that it has nowhere and one article has is
// taken for a slip too, if many more have what it is one of.
func TestSlipsThatLookLikeForms(t *testing.T) {
	src := newTexts(slices.Concat(times(1, "قال سلميان إنه عاد"), times(60, "قال سليمان إنه عاد"))...)
	assert.Equal(t, "سليمان", offered(t, src, "سلميان"))
	src = newTexts(slices.Concat(times(1, "رأى كتابيهما هنا"), times(60, "رأى كتابهما هنا"))...)
	assert.Empty(t, offered(t, src, "كتابيهما"), "which is one")
}
