package fihris_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
)

// asked searches with suggestions.
func asked(t testing.TB, ix *fihris.Index, q string) *fihris.Results {
	t.Helper()
	query, err := fihris.ParseQuery(q)
	require.NoError(t, err)
	res, err := ix.Search(ctx, fihris.Request{Query: query, Suggest: true})
	require.NoError(t, err)
	return res
}

func TestSuggestions(t *testing.T) {
	ix := memory(t, bundled()...)
	for _, c := range []struct{ query, kind, want string }{
		{"وزير الخراجية", fihris.KindSpelling, "وزير الخارجية"},
		{"وزيرالخارجية", fihris.KindSpelling, "وزير الخارجية"},
		{"وزير الخار جية", fihris.KindSpelling, "وزير الخارجية"},
		{"مصؤول", fihris.KindSpelling, "مسؤول"},
		{"وذير الخارجية", fihris.KindSpelling, "وزير الخارجية"},
		{`"وقف اطلاف النار"`, fihris.KindSpelling, `"وقف إطلاق النار"`},
		{"+وزير +الخارجيية -xyz", fihris.KindSpelling, "+وزير +الخارجية -xyz"},
		{",.dv hgohv[dm", fihris.KindLayout, "وزير الخارجية"},
		{"wazir", fihris.KindTransliteration, "وزير"},
	} {
		res := asked(t, ix, c.query)
		require.NotEmpty(t, res.Suggestions, c.query)
		s := res.Suggestions[0]
		assert.Equal(t, c.want, s.Query, c.query)
		assert.Equal(t, c.kind, s.Kind, c.query)
		assert.Equal(t, search(t, ix, s.Query).Total, s.Total, "%s: the total is that of a search", c.query)
		assert.Positive(t, s.Total, c.query)
	}
	for _, q := range []string{"وزير الخارجية", "الوزير", "", "*", "في من", "-وزير", "12", "ب", "وزير*", "=مصؤول", "√كتب", "بعد:2020", "Ministre école", "البداية البادية خلفها"} {
		assert.Empty(t, asked(t, ix, q).Suggestions, q)
	}
	assert.Empty(t, search(t, ix, "وزير الخراجية").Suggestions, "nobody asked")
	assert.Nil(t, search(t, ix, "وزير الخراجية").Zero, "nobody asked")
}

// One word in Latin letters is read where the index is small, too.
func TestOneLatinWordInASmallIndex(t *testing.T) {
	ix := memory(t, article("1", "مرحبا بكم في القاهرة"), article("2", "أهلا بكم يا محمد"))
	for latin, want := range map[string]string{"mar7aba": "مرحبا", "Cairo": "القاهرة", "muhammad": "محمد"} {
		res := asked(t, ix, latin)
		require.NotNil(t, res.Instead, latin)
		assert.Equal(t, want, res.Instead.Query, latin)
	}
	assert.Empty(t, asked(t, ix, "xylophone").Suggestions)
}

// A word alone was meant in this form: in how many articles others of its stem stand says nothing, and
// nobody asks for a word with a short stop word behind it.
func TestSlipsOfOneWordAreFormsOfIt(t *testing.T) {
	var articles []fihris.Article
	for i := range 3000 {
		text := "أوراق كثيرة"
		switch {
		case i%50 == 0:
			text = "أروقة هنا، الزعيم"
		case i%60 == 1:
			text = "ورقة هناك، ان"
		}
		articles = append(articles, article(fmt.Sprint(i), text))
	}
	ix := memory(t, append(articles, article("slip", "في اورقة"))...)
	got := asked(t, ix, "اورقة").Suggestions
	require.NotEmpty(t, got)
	assert.Equal(t, "أروقة", got[0].Query)
	assert.Empty(t, asked(t, ix, "الزعيمان").Suggestions)
}

// Which vowel of a name in Latin letters is long its shape says, where several words of the index
// might be read; what is read of a rare one is offered, not searched.
func TestLongVowelsOfLatinNames(t *testing.T) {
	var articles []fihris.Article
	for i := range 300 {
		text := "عمل كامل ونص كامل في الملكي وهو أمر في يسر وسلة بلا عدل ولا أمد"
		if i%5 == 0 {
			text = "كمال، جلال، عماد، ياسر، صالح، عادل، المالكي، سامي، سلمى"
		}
		if i%10 == 1 {
			text += "، سمى الشارع"
		}
		if i%60 == 1 {
			text += " في زياش"
		}
		articles = append(articles, article(fmt.Sprint(i), text))
	}
	ix := memory(t, articles...)
	for latin, want := range map[string]string{
		"Kamal": "كمال", "Jalal": "جلال", "Imad": "عماد", "Yasser": "ياسر", "Saleh": "صالح", "Adel": "عادل", "Maliki": "المالكي",
		"Sami": "سامي", "Salma": "سلمى",
	} {
		res := asked(t, ix, latin)
		require.NotNil(t, res.Instead, "%s %v", latin, res.Suggestions)
		assert.Equal(t, want, res.Instead.Query, latin)
	}
	rare := asked(t, ix, "Ziyech")
	assert.Nil(t, rare.Instead)
	require.Len(t, rare.Suggestions, 1)
	assert.Equal(t, "زياش", rare.Suggestions[0].Query)
	assert.Empty(t, asked(t, ix, "xylophone").Suggestions)
}

// A sign for ain before a name in Latin letters is part of that name: the query
// that is offered has none left over.
func TestSignsOfAinBelongToLatinNames(t *testing.T) {
	ix := memory(t, article("1", "عمر بن الخطاب هنا"), article("2", "عبد الناصر هناك"))
	for latin, want := range map[string]string{
		"ʿUmar": "عمر", "umar": "عمر", "ʿAbd al-Nāṣir": "عبد الناصر", "ʿUmar ibn al-Khaṭṭāb": "عمر بن الخطاب",
	} {
		res := asked(t, ix, latin)
		require.NotNil(t, res.Instead, latin)
		assert.Equal(t, want, res.Instead.Query, latin)
	}
}

// Names in Latin letters are read as the words of the index that stand side by
// side, though another reading of each be nearer.
func TestNamesInLatinLetters(t *testing.T) {
	var articles []fihris.Article
	for i := range 30 {
		articles = append(articles, article(fmt.Sprint(i), "سجل محمد صلاح هدفا، وقال جمال عبد الناصر في شرم الشيخ وفي القدس"))
	}
	articles = append(articles, article("a", "صلاة الجماعة سنة"), article("b", "قال محمد إن الصلاة عماد الدين"), article("c", "صلة الرحم"),
		article("d", "Mohamed Salah and Gamal"), article("e", "The match report"))
	ix := memory(t, articles...)
	for q, want := range map[string]string{
		"muhammad salah": "محمد صلاح", "Mohamed Salah": "محمد صلاح", "gamal abdel nasser": "جمال عبد الناصر", "gamal abdel-nasser": "جمال عبد الناصر",
		"sharm el sheikh": "شرم الشيخ", "al-quds": "القدس", "quds": "القدس",
	} {
		got := asked(t, ix, q).Suggestions
		require.NotEmpty(t, got, q)
		assert.Equal(t, fihris.Suggestion{Query: want, Kind: fihris.KindTransliteration, Total: 30}, got[0], q)
	}
	for _, q := range []string{"match report", "the match", "salah report", "weather forecast", "هدف salah"} {
		assert.Empty(t, asked(t, ix, q).Suggestions, q)
	}
}

// What the index has in Latin letters stays in them.
func TestLatinWordsOfTheIndexAreLeftAlone(t *testing.T) {
	var articles []fihris.Article
	for i := range 200 {
		articles = append(articles, article(fmt.Sprint("ar", i), "محمد صلاح"))
		if i < 12 {
			articles = append(articles, article(fmt.Sprint("en", i), "Mohamed Salah scores"))
		}
	}
	assert.Empty(t, asked(t, memory(t, articles...), "mohamed salah").Suggestions)
}

// What people ask about they name again: a slip of a word that the query has once more is
// one all the same. That articles hold both shows nothing, so a word that is one is left alone.
func TestSuggestionsOfAWordThatIsAskedTwice(t *testing.T) {
	ix := memory(t, article("a", "سجدة سورة ص سجدة شكر، والمسجد جامع"), article("b", "حديث صحيح عن المسجد"), article("c", "سورة طويلة"))
	for query, want := range map[string]string{
		"صجدة سورة ص سجدة شكر": "سجدة سورة ص سجدة شكر",
		"حضيث صحيح وحديث حسن":  "حديث صحيح وحديث حسن",
		"المثجد جامع والمسجد":  "المسجد جامع والمسجد",
	} {
		found := asked(t, ix, query).Suggestions
		require.NotEmpty(t, found, query)
		assert.Equal(t, want, found[0].Query, query)
	}
	assert.Empty(t, asked(t, ix, "صورة سورة شكر").Suggestions, "both are words")
}

func TestSuggestionsOfAWordMeantForAnother(t *testing.T) {
	ix := memory(t,
		article("a", "ضرب زلزال مدينة أغادير"), article("b", "درب الحجاج القديم"), article("c", "ضرب في الرياضيات"),
		article("d", "مباراة في مدينة الدار البيضاء"),
	)
	res := asked(t, ix, "زلزال درب أغادير")
	require.Len(t, res.Suggestions, 1)
	assert.Equal(t, "زلزال ضرب أغادير", res.Suggestions[0].Query)
	assert.Equal(t, uint64(1), res.Suggestions[0].Total)
}

// That a stop word stands in an article that holds the rest of the query says
// nothing: every article has some. The name of a mountain is left alone.
func TestStopWordsTakeNoPlaceOfNames(t *testing.T) {
	var articles []fihris.Article
	for i := range 30 {
		articles = append(articles, fihris.Article{ID: fmt.Sprint(i), Title: "متحف جبل", Body: "كيف يبدو متحف جبل الآن في المدينة؟"})
	}
	articles = append(articles, fihris.Article{ID: "name", Title: "رحلة", Body: "ارتفاع طلان كبير."})
	ix := memory(t, articles...)
	for _, query := range []string{"متحف جبل طلان", "كيف يبدو متحف جبل طلان"} {
		found, _ := suggestions(t, ix, query)
		assert.Empty(t, found.Suggestions, query)
	}
}

func TestSuggestionsKeepTheFilter(t *testing.T) {
	ix := memory(t,
		fihris.Article{ID: "a", Body: "افتتاح الجسر الجديد", Source: "الضفاف"}, fihris.Article{ID: "b", Body: "إغلاق المطار", Source: "المرفأ"},
	)
	req := fihris.Request{Query: fihris.Match("الجصر"), Suggest: true}
	res, err := ix.Search(ctx, req)
	require.NoError(t, err)
	require.Len(t, res.Suggestions, 1)
	req.Filter.Sources = []string{"المرفأ"}
	res, err = ix.Search(ctx, req)
	require.NoError(t, err)
	assert.Empty(t, res.Suggestions, "with the filter it finds nothing")
}

func TestRootSuggestion(t *testing.T) {
	ix := memory(t, article("a", "زار المكتبة العامة"), article("b", "قطار"))
	res := asked(t, ix, "+كتبهم")
	require.Zero(t, res.TotalAny, "the index has a relative of the word only, and it was required")
	assert.Equal(t, []fihris.Suggestion{{Query: "+√كتبهم", Kind: fihris.KindRoot, Total: 1}}, res.Suggestions)
	assert.Empty(t, asked(t, ix, "كتبهم").Suggestions, "a bare word is found by its root anyway")
}

func TestZeroHits(t *testing.T) {
	ix := memory(t,
		fihris.Article{ID: "a", Body: "استقبل الوزير الوفد", Source: "الضفاف"},
		fihris.Article{ID: "b", Body: "زارت الوزارة المدرسة", Source: "الضفاف"},
		fihris.Article{ID: "c", Body: "وزير سابق", Source: "المرفأ"},
	)
	assert.Nil(t, asked(t, ix, "وزير").Zero, "something was found")

	res := asked(t, ix, `وزير في القطبقطب مدر* "الوزير الوفد"`)
	require.NotNil(t, res.Zero)
	w := res.Zero.Words
	require.Len(t, w, 7)
	assert.Equal(t, "وزير", w[0].Text)
	assert.Equal(t, [4]uint64{2, 1, 2, 3}, [4]uint64{w[0].Articles, w[0].ExactArticles, w[0].StemArticles, w[0].RootArticles})
	assert.True(t, w[1].Stop)
	assert.Zero(t, w[2].Articles)
	assert.NotEmpty(t, w[2].Stem)
	assert.Equal(t, 1, w[3].Forms)
	assert.Equal(t, uint64(1), w[3].Articles)
	assert.True(t, w[4].Phrase)
	assert.Equal(t, uint64(1), w[4].Articles)
	assert.Equal(t, "الوفد", w[6].Text)
	assert.Zero(t, res.Zero.Unfiltered)

	filtered, err := ix.Search(ctx, fihris.Request{Query: fihris.Match("المدرسة"), Suggest: true, Filter: fihris.Filter{Sources: []string{"المرفأ"}}})
	require.NoError(t, err)
	require.NotNil(t, filtered.Zero)
	assert.Equal(t, uint64(1), filtered.Zero.Unfiltered)
	assert.Equal(t, uint64(1), filtered.Zero.Words[0].Articles, "whatever the filter")
}

// A condition that no article meets is named, with what the articles have.
func TestUnmetConditions(t *testing.T) {
	plain := memory(t, article("a", "زار الوزير المدرسة"))
	sourced := memory(t,
		fihris.Article{ID: "a", Body: "زار الوزير المدرسة", Source: "الضفاف", Published: time.Date(2020, 3, 1, 9, 0, 0, 0, time.UTC)},
		fihris.Article{ID: "b", Body: "زار الوزير", Source: "المرفأ", Published: time.Date(2021, 5, 2, 9, 0, 0, 0, time.UTC)},
		fihris.Article{ID: "c", Body: "غادر الوزير", Source: "المرفأ"},
	)
	oldest, newest := time.Date(2020, 3, 1, 9, 0, 0, 0, time.UTC), time.Date(2021, 5, 2, 9, 0, 0, 0, time.UTC)
	both := []fihris.FacetValue{{Value: "المرفأ", Count: 2}, {Value: "الضفاف", Count: 1}}
	for _, c := range []struct {
		ix    *fihris.Index
		query string
		want  []fihris.Unmet
	}{
		{plain, "الوزير بعد:2020", []fihris.Unmet{{Field: fihris.UnmetDate}}},
		{plain, "من:2020 إلى:2021", []fihris.Unmet{{Field: fihris.UnmetDate}}},
		{plain, "الوزير مصدر:الضفاف", []fihris.Unmet{{Field: fihris.FacetSource, Value: "الضفاف"}}},
		{sourced, "الوزير قبل:2019", []fihris.Unmet{{Field: fihris.UnmetDate, Dated: 2, Oldest: oldest, Newest: newest}}},
		{sourced, "الوزير مصدر:الظفاف", []fihris.Unmet{{Field: fihris.FacetSource, Value: "الظفاف", Nearest: "الضفاف", Values: both}}},
		{sourced, "الوزير مصدر:رويترز", []fihris.Unmet{{Field: fihris.FacetSource, Value: "رويترز", Values: both}}},
		{sourced, "الوزير قسم:رياضة قبل:2019", []fihris.Unmet{
			{Field: fihris.FacetSection, Value: "رياضة"}, {Field: fihris.UnmetDate, Dated: 2, Oldest: oldest, Newest: newest},
		}},
		{sourced, "المدرسة مصدر:المرفأ", nil}, // each is met, but not both
		{sourced, "القطار -مصدر:رويترز", nil},
		{plain, "الوزير تاريخ_مذكور:2011", []fihris.Unmet{{Field: fihris.UnmetMentioned}}},
		{sourced, "القطار -تاريخ_مذكور:2011", nil},
	} {
		zero := asked(t, c.ix, c.query).Zero
		require.NotNil(t, zero, c.query)
		assert.ElementsMatch(t, c.want, zero.Unmet, c.query)
	}
	res, err := sourced.Search(ctx, fihris.Request{Query: fihris.Match("الوزير"), Suggest: true, Filter: fihris.Filter{Sources: []string{"المرفا"}}})
	require.NoError(t, err)
	assert.Equal(t, []fihris.Unmet{{Field: fihris.FacetSource, Value: "المرفا", Nearest: "المرفأ", Values: both}}, res.Zero.Unmet)
}

func TestComplete(t *testing.T) {
	ix := memory(t,
		fihris.Article{ID: "1", Title: "وزير الخارجية في جنيف", Body: "وصل وزير الخارجية إلى جنيف"},
		fihris.Article{ID: "2", Title: "مسؤولون في الأمم المتحدة", Body: "قال مسؤول إن وزارة الخارجية تابعت"},
		fihris.Article{ID: "3", Title: "أخبار", Body: "قال مسؤول في الخارطة الجديدة خارج المدرسة"},
		fihris.Article{ID: "4", Title: "ثالث", Body: "ولوزير الخارطة والمدرسة وبمستشفى Reuters"},
	)
	words := func(text string) (out []string) {
		found, err := ix.Complete(ctx, text, 10)
		require.NoError(t, err)
		for _, c := range found {
			if c.Kind == fihris.KindWord {
				out = append(out, c.Text)
			}
		}
		return out
	}
	assert.Equal(t, []string{"مسؤول", "مسؤولون"}, words("مسؤ"), "as people write it, the most frequent first")
	assert.Equal(t, "مسؤول", words("مسئ")[0])
	assert.Equal(t, "وزير الخارجية", words("وزير الخ")[0], "the words before count")
	assert.Contains(t, words("خارج"), "خارج")
	assert.Contains(t, words("خار"), "الخارطة", "the index has it only with the article")
	assert.Equal(t, []string{"مدرسة"}, trimArticles(words("مدرسه")))
	assert.Empty(t, words("ومسؤ"), "no article has it behind that proclitic")
	assert.Equal(t, `"قال مسؤول`, words(`"قال مسؤ`)[0])
	assert.Equal(t, []string{"Reuters"}, words("reu"))
	for _, nothing := range []string{"", " ", "وزير ", "xqzw", "؟", "\xff", strings.Repeat("و", 5000)} {
		assert.Empty(t, words(nothing), nothing)
	}
	found, err := ix.Complete(ctx, "وزير الخا", 6)
	require.NoError(t, err)
	at := slices.IndexFunc(found, func(c fihris.Completion) bool { return c.Kind == fihris.KindTitle })
	require.GreaterOrEqual(t, at, 0)
	assert.Equal(t, fihris.Completion{Text: "وزير الخارجية في جنيف", Kind: fihris.KindTitle, Articles: 1, ID: found[at].ID}, found[at])
	a, err := ix.Article(ctx, found[at].ID)
	require.NoError(t, err)
	assert.Equal(t, found[at].Text, a.Title, "a title leads to its article")
	found, err = ix.Complete(ctx, "و", -1)
	require.NoError(t, err)
	assert.Empty(t, found)
}

func trimArticles(words []string) []string {
	for i := range words {
		words[i] = strings.TrimPrefix(words[i], "ال")
	}
	return words
}

// FuzzSuggest asks anything of an index: no text breaks suggestions or
// completions, and what they give can be asked again.
func FuzzSuggest(f *testing.F) {
	ix := memory(f, bundled()[:30]...)
	for _, q := range []string{
		"وزير الخراجية", `"وقف اطلاف النار"`, "fsl", "اثممخ", "muhammad", ",.dv hgohv[dm", "+a -b (c OR", "عنوان:مصؤول", "ك؟اب ـــ", "√كتب^3",
		"\xff\xfe", "ال كاف", "و و و", "a\u200fb", "\\AND", "من:2020", "x@y.com/و", "ﻻﷲ", "تجربةةةةة", "١٢٣ ضظ",
		"gamal abdel nasser", "3'azza", "el", "al-", "Mu'ammar al-Qadhafi وزير", "Ⅷ ﬁn", "-a", "wazir \u0301",
	} {
		f.Add(q)
	}
	f.Fuzz(func(t *testing.T, s string) {
		q, err := fihris.ParseQuery(s)
		if err != nil {
			return
		}
		res, err := ix.Search(ctx, fihris.Request{Query: q, Limit: fihris.NoHits, Suggest: true})
		require.NoError(t, err)
		for _, x := range res.Suggestions {
			require.True(t, utf8.ValidString(x.Query), "%q: %q", s, x.Query)
			again, err := fihris.ParseQuery(x.Query)
			require.NoError(t, err)
			res, err := ix.Search(ctx, fihris.Request{Query: again, Limit: fihris.NoHits})
			require.NoError(t, err)
			require.Equal(t, x.Total, res.Total, "%q: %q", s, x.Query)
			require.NotEqual(t, q.String(), again.String())
		}
		if res.Total == 0 {
			require.NotNil(t, res.Zero)
		}
		found, err := ix.Complete(ctx, s, 8)
		require.NoError(t, err)
		require.LessOrEqual(t, len(found), 8)
		for _, c := range found {
			require.True(t, utf8.ValidString(c.Text), "%q: %q", s, c.Text)
		}
	})
}

// Of words as near as that, the one is suggested that articles have at once behind the word before
// it, in whatever form that is typed, though another is commoner.
func TestWhatStandsBesideIsSuggested(t *testing.T) {
	var articles []fihris.Article
	add := func(n int, body string) {
		for range n {
			articles = append(articles, fihris.Article{ID: strconv.Itoa(len(articles)), Title: "خبر", Body: body})
		}
	}
	add(40, "انتخاب مجلس النواب")
	add(60, "أخبار النوايا")
	add(1, "النوايا في المجلس")
	ix := memory(t, articles...)
	for query, want := range map[string]string{"مجلس النواي": "مجلس النواب", "للمجلس النواي": "للمجلس النواب"} {
		found := asked(t, ix, query).Suggestions
		require.NotEmpty(t, found, query)
		assert.Equal(t, want, found[0].Query)
	}
}
