package fihris_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
)

// readings searches some texts, the IDs of which are their own words, and returns
// what was found with every word, and what was read.
func readings(t *testing.T, query string, texts ...string) (found []string, read []fihris.ReadAs) {
	t.Helper()
	var articles []fihris.Article
	for _, text := range texts {
		articles = append(articles, fihris.Article{ID: text, Body: text})
	}
	res := asked(t, memory(t, articles...), query)
	if res.Relaxed {
		return nil, res.ReadAs
	}
	for _, h := range res.Hits[:res.Total] {
		found = append(found, h.Article.ID)
	}
	return found, res.ReadAs
}

// isRead says whether a word finds the article that has it, then the one that has
// another, and tells that and why it was read so.
func isRead(t *testing.T, typed, other, why string) {
	t.Helper()
	found, read := readings(t, typed, "هنا "+typed+" كبير", "هنا "+other+" كبير", "هنا غيرهما كبير")
	assert.Equal(t, []string{"هنا " + typed + " كبير", "هنا " + other + " كبير"}, found, typed)
	assert.Contains(t, read, fihris.ReadAs{Word: typed, Reading: other, Why: why}, typed)
}

// What people type for one another is read as both, whichever was typed, and it
// is told; the article that has it as typed comes first.
func TestWordsAreReadAsPeopleType(t *testing.T) {
	for _, c := range []struct{ typed, other, why string }{
		{"رييس", "رئيس", fihris.ReadHamza},
		{"الوزرا", "الوزراء", fihris.ReadHamza},
		{"الروسا", "الرؤساء", fihris.ReadHamza},
		{"شي", "شيء", fihris.ReadHamza},
		{"العمله", "العملة", fihris.ReadHeh},
		{"كره", "كرة", fihris.ReadHeh},
		{"الهييه", "الهيئة", fihris.ReadHamza},
		{"ذكري", "ذكرى", fihris.ReadYeh},
		{"رئيس", "رييس", fihris.ReadHamza},
		{"إصابة", "اصابه", fihris.ReadHeh},
		{"وفات", "وفاة", fihris.ReadTeh},
		{"قنات", "قناة", fihris.ReadTeh},
		{"الحيات", "الحياة", fihris.ReadTeh},
		{"خرجو", "خرجوا", fihris.ReadAlef},
	} {
		isRead(t, c.typed, c.other, c.why)
	}
}

// What a word is read as does not depend on what was asked before: spellings that fold alike
// are words of their own.
func TestReadingsOfSpellingsAreApart(t *testing.T) {
	spellings := []string{"السيئ", "السيء", "السيي", "السئ", "مسؤول", "مسئول", "مسوول", "شيء", "شئ", "شي", "گلب", "كلب", "ذكرى", "ذكري", "قُلب", "قلب"}
	var articles []fihris.Article
	for _, s := range spellings {
		articles = append(articles, article(s, "هنا "+s+" كبير"))
	}
	fresh := map[string][]fihris.ReadAs{}
	for _, s := range spellings {
		fresh[s] = asked(t, memory(t, articles...), s).ReadAs
	}
	assert.NotEqual(t, len(fresh["السيئ"]), len(fresh["السيء"]), "the case that this is about")
	ix := memory(t, articles...)
	for range 2 { // each before each
		for _, s := range spellings {
			assert.Equal(t, fresh[s], asked(t, ix, s).ReadAs, s)
		}
		slices.Reverse(spellings)
		ix = memory(t, articles...)
	}
}

// The letters that dialects have are read as those that the written language has for their
// sound; a word whose hamza is on another seat is another one, and what a common name begins
// with is no proclitic.
func TestLettersOfDialectsAreRead(t *testing.T) {
	for _, c := range []struct{ typed, other string }{{"گلب", "قلب"}, {"گهوة", "قهوة"}, {"گاز", "غاز"}, {"چلب", "كلب"}, {"الگمر", "القمر"}} {
		isRead(t, c.typed, c.other, fihris.ReadDialect)
	}
	_, read := readings(t, "چمال", "هنا جمال", "هنا كمال")
	assert.Empty(t, read, "as people write foreign names")
	_, read = readings(t, "رويس", "هنا رويس", "هنا رئيس")
	assert.Empty(t, read)
	articles := []fihris.Article{article("a", "هنا يجين")}
	for i := range 20 {
		articles = append(articles, article(fmt.Sprint(i), "هنا بيجين"))
	}
	assert.Empty(t, asked(t, memory(t, articles...), "بيجين").ReadAs)
}

// A stop word that is typed carelessly is one, where the words beside it say so: it asks
// for nothing, and that is told. As a name, at the end, and where it is asked for as it
// is written it stays the word that it is.
func TestStopWordsAreReadAsPeopleType(t *testing.T) {
	texts := []string{"علي بن الورد شاعر", "هجوم على المدينة", "وقف محمد علي هنا", "اثنا عشر بحارا", "أثناء العاصفة غرقوا"}
	for _, c := range []struct {
		query, word, reading, why string
		found                     []string
	}{
		{"هجوم علي المدينة", "علي", "على", fihris.ReadYeh, []string{"هجوم على المدينة"}},
		{"اثنا العاصفة", "اثنا", "أثناء", fihris.ReadHamza, []string{"أثناء العاصفة غرقوا"}},
		{"هولا شاعر", "هولا", "هؤلاء", fihris.ReadHamza, []string{"علي بن الورد شاعر"}}, // which no article has
		{"وشلون العاصفة", "وشلون", "كيف", fihris.ReadDialect, []string{"أثناء العاصفة غرقوا"}},
		{"علي بن الورد", "", "", "", []string{"علي بن الورد شاعر"}},
		{"وقف محمد علي هنا", "", "", "", []string{"وقف محمد علي هنا"}},
		{"محمد علي المدينة", "", "", "", nil},
		{"هجوم علي", "", "", "", nil},
		{"=علي المدينة", "", "", "", nil},
		{`"هجوم علي المدينة"`, "", "", "", nil},
		{"اثنا عشر", "", "", "", []string{"اثنا عشر بحارا"}},
	} {
		found, read := readings(t, c.query, texts...)
		assert.Equal(t, c.found, found, c.query)
		var want []fihris.ReadAs
		if c.word != "" {
			want = []fihris.ReadAs{{Word: c.word, Reading: c.reading, Why: c.why}}
		}
		assert.Equal(t, want, read, c.query)
	}
}

// A word that only dialects have is no slip of one that the index has.
func TestWordsOfDialectsAreNotRepaired(t *testing.T) {
	ix := memory(t, fihris.Article{ID: "1", Body: "شؤون الناس ولون العاصفة"}, fihris.Article{ID: "2", Body: "شؤون أخرى"})
	for _, word := range []string{"شلون", "اشلون", "هدوم", "دريشة الناس"} {
		assert.Empty(t, asked(t, ix, word).Suggestions, word)
	}
}

// Words that the lexicon lacks are read behind the proclitics that articles have,
// names in their other spellings, words as dialects write them; never before the
// spelling that was typed.
func TestNamesAndDialectsAreRead(t *testing.T) {
	for _, c := range []struct{ typed, other, why string }{
		{"كزبرانش", "لكزبرانش", fihris.ReadClitic},
		{"كزبرانش", "وبكزبرانش", fihris.ReadClitic},
		{"لكزبرانش", "كزبرانش", fihris.ReadClitic},
		{"كزبرنش", "كزبرانش", fihris.ReadName},
		{"ميرسيدس", "مرسيدس", fihris.ReadName},
		{"زابوريجيا", "زابوريغيا", fihris.ReadName},
		{"يكتب", "بيكتب", fihris.ReadDialect},
		{"بيكتب", "يكتب", fihris.ReadDialect},
		{"البيت", "عالبيت", fihris.ReadDialect},
		{"هالبيت", "البيت", fihris.ReadDialect},
		{"هالسنه", "السنة", fihris.ReadDialect},
		{"البوليس", "شرطة", fihris.ReadDialect},
		{"بندورة", "طماطم", fihris.ReadDialect},
		{"بالفلوس", "نقود", fihris.ReadDialect},
		{"أبغى", "أريد", fihris.ReadDialect},
		{"الشنطه", "حقيبة", fihris.ReadDialect},
		{"سبيطار", "مستشفى", fihris.ReadDialect},
	} {
		isRead(t, c.typed, c.other, c.why)
	}
}

// A pronoun is not taken for teh marbuta where the word with it is the commoner,
// nor is a word of its own for a slip of another.
func TestWordsOfTheirOwnAreNotRead(t *testing.T) {
	for _, c := range []struct{ typed, other string }{
		{"عمله", "عملة"}, {"دور", "دءر"}, {"سوال", "سوار"}, {"عالم", "الم"}, {"بيوت", "يوت"}, {"كندا", "كنادا"}, {"رايات", "ريات"},
		{"بايرن", "بايرون"}, {"ميركل", "ميراكل"}, {"ماركا", "ماريكا"}, {"قالتلهم", "قلتلهم"}, {"صلات", "صلاة"}, {"المرات", "المرأة"}, {"فتاة", "فتات"}, {"كانوا", "كانو"},
	} {
		found, read := readings(t, c.typed, "هنا "+c.typed+" كبير", "هنا "+c.other+" كبير")
		assert.Equal(t, []string{"هنا " + c.typed + " كبير"}, found, c.typed)
		assert.Empty(t, read, c.typed)
	}
}

// A name in Latin letters is found however the article is written before it, but
// only where no article has it as typed: already is not ready.
func TestLatinArticlesAreRead(t *testing.T) {
	for _, c := range []struct {
		typed, text string
		found       bool
	}{
		{"alkashif", "Kitab al-Kāshif", true}, {"Alkashif", "Kitab al-Kashif", true}, {"elkashif", "Kitab al-Kashif", true},
		{"kashif", "Kitab Alkashif", true}, {"kashif", "Kitab al-Kashif", true}, {"al-Kāshif", "Kitab al-Kashif", true},
		{"aljamil", "Kitab al-Kashif", false}, {"alif", "Kitab if", false},
	} {
		found, _ := readings(t, c.typed, c.text, "Kitab al-Jami", "كتاب")
		if c.found {
			assert.Equal(t, []string{c.text}, found, c)
		} else {
			assert.Empty(t, found, c)
		}
	}
	for typed, text := range map[string]string{"already": "it is already there", "alarms": "it is an alarm"} {
		found, read := readings(t, typed, text, "it is ready", "it is in arms")
		assert.Equal(t, []string{text}, found, "in any form: %s", typed)
		assert.Empty(t, read, typed)
	}
	_, read := readings(t, "elkashif", "Kitab al-Kashif")
	assert.Equal(t, []fihris.ReadAs{{Word: "elkashif", Reading: "Kashif", Why: fihris.ReadClitic}}, read)
	for _, literal := range []string{"=elkashif", `"elkashif"`} {
		found, read := readings(t, literal, "Kitab al-Kashif")
		assert.Empty(t, found, literal)
		assert.Empty(t, read, literal)
	}
}

// A word of its own is read as another where what stands beside it says so.
func TestWordsOfTheirOwnAreReadByWhatStandsBesideThem(t *testing.T) {
	articles := []fihris.Article{article("1", "حادث يودي بحياة رجل"), article("2", "زلزال يودي بحياة أسرة")}
	for i := range 40 {
		articles = append(articles, article(fmt.Sprint("a", i), "خبر يؤدي دورا"))
	}
	ix := memory(t, articles...)
	assert.Empty(t, asked(t, ix, "حادث يودي بحياة طفل").ReadAs)
	for _, typed := range []string{"يودي", "يودي دورا"} {
		assert.Equal(t, []fihris.ReadAs{{Word: "يودي", Reading: "يؤدي", Why: fihris.ReadHamza}}, asked(t, ix, typed).ReadAs, typed)
	}
}

// What the careless write for a word is read only where it is no form of another.
func TestSlipsThatAreOtherWordsAreNotRead(t *testing.T) {
	articles := []fihris.Article{article("1", "نظرا لجو البلاد"), article("2", "كلمة الوزرا")}
	for i := range 40 {
		articles = append(articles, article(fmt.Sprint("a", i), "طلب لجوء"), article(fmt.Sprint("b", i), "كلمة الوزراء"))
	}
	ix := memory(t, articles...)
	assert.Empty(t, asked(t, ix, "لجوء").ReadAs)
	assert.NotEmpty(t, asked(t, ix, "الوزراء").ReadAs)
}

// What was pasted in an encoding is decoded, and told; not in strict parsing.
func TestPastedQueriesAreDecoded(t *testing.T) {
	const want = "سعر الدولار"
	for _, q := range []string{"سعر%20الدولار", "%D8%B3%D8%B9%D8%B1%20الدولار", "&#1587;&#1593;&#1585; الدولار", "ÓÚÑ ÇáÏæáÇÑ", "%D3%DA%D1%20%C7%E1%CF%E6%E1%C7%D1", "Ø³Ø¹Ø± Ø§Ù„Ø¯ÙˆÙ„Ø§Ø±", "https://a.example/search?q=%D8%B3%D8%B9%D8%B1+الدولار"} {
		found, read := readings(t, q, want, "سعر الذهب")
		assert.Equal(t, []string{want}, found, q)
		assert.Equal(t, []fihris.ReadAs{{Word: q, Reading: want, Why: fihris.ReadEncoded}}, read, q)
		if strict, err := fihris.ParseStrict(q); err == nil {
			assert.NotContains(t, strict.String(), want, q)
		}
	}
}

// Who writes = or quotes, parses strictly or asks literally means what he types.
func TestNothingIsReadWhereWordsAreMeantAsTyped(t *testing.T) {
	ix := memory(t, article("1", "رئيس الوزراء"), article("2", "خبر آخر"))
	require.NotEmpty(t, asked(t, ix, "رييس").ReadAs)
	for _, q := range []string{"=رييس", `"رييس"`, `="رييس"`, "رييس*", "رييس~", "√رييس", "خبر -رييس"} {
		assert.Empty(t, asked(t, ix, q).ReadAs, q)
	}
	strict, err := fihris.ParseStrict("رييس")
	require.NoError(t, err)
	lenient, err := fihris.ParseQuery("رييس")
	require.NoError(t, err)
	for _, req := range []fihris.Request{{Query: strict, Suggest: true}, {Query: lenient, Literal: true, Suggest: true}} {
		res, err := ix.Search(ctx, req)
		require.NoError(t, err)
		assert.Empty(t, res.ReadAs)
		assert.Nil(t, res.Instead)
		assert.Zero(t, res.Total)
	}
}

// Where no article holds all words and some hold all of the first suggestion,
// its answer is given, and told.
func TestTheSuggestionIsSearchedInstead(t *testing.T) {
	ix := memory(t, bundled()...)
	res := asked(t, ix, "وزير الخراجية")
	require.NotNil(t, res.Instead)
	assert.Equal(t, "وزير الخارجية", res.Instead.Query)
	assert.Equal(t, res.Suggestions[0], *res.Instead)
	meant := asked(t, ix, "وزير الخارجية")
	assert.Equal(t, meant.Total, res.Total)
	assert.Equal(t, meant.Hits, res.Hits)
	assert.False(t, res.Relaxed)
	assert.NotNil(t, res.Zero, "it says what was wrong with the query")
	assert.Nil(t, meant.Instead)
	// Beside a word that no article has too, neither of them finds all; but what nobody writes finds nothing.
	long := asked(t, ix, "وزير الخراجية زعنفة")
	require.NotNil(t, long.Instead)
	assert.Equal(t, "وزير الخارجية زعنفة", long.Instead.Query)
	assert.True(t, long.Relaxed)
	literal, err := ix.Search(ctx, fihris.Request{Query: parsed(t, "وزير الخراجية زعنفة"), Literal: true, Suggest: true})
	require.NoError(t, err)
	assert.Nil(t, literal.Instead)
	// That a word which articles have becomes a stop word, which asks for nothing, finds no more.
	poe := memory(t, article("1", "تزوجها بوه سنة"), article("2", "تزوجها في نهاية الأمر"))
	assert.Nil(t, asked(t, poe, "تزوجها بوه نهاية الأمر").Instead)
	for _, q := range []string{`"وقف اطلاف النار"`, "+الكاتبون", "وزير الخارجية"} {
		assert.Nil(t, asked(t, ix, q).Instead, q)
	}
}
