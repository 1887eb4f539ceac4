package fihris_test

import (
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
	} {
		isRead(t, c.typed, c.other, c.why)
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
		{"مانشستر", "مانشيستر", fihris.ReadName},
		{"نيتساريم", "نتساريم", fihris.ReadName},
		{"البنتاغون", "البنتاجون", fihris.ReadName},
		{"يكتب", "بيكتب", fihris.ReadDialect},
		{"بيكتب", "يكتب", fihris.ReadDialect},
		{"البيت", "عالبيت", fihris.ReadDialect},
		{"هالبيت", "البيت", fihris.ReadDialect},
	} {
		isRead(t, c.typed, c.other, c.why)
	}
}

// A pronoun is not taken for teh marbuta where the word with it is the commoner,
// nor is a word of its own for a slip of another.
func TestWordsOfTheirOwnAreNotRead(t *testing.T) {
	for _, c := range []struct{ typed, other string }{
		{"عمله", "عملة"}, {"المياه", "المياة"}, {"دور", "دءر"}, {"سوال", "سوار"}, {"عالم", "الم"}, {"بيوت", "يوت"}, {"كندا", "كنادا"}, {"رايات", "ريات"},
	} {
		found, read := readings(t, c.typed, "هنا "+c.typed+" كبير", "هنا غيره كبير")
		assert.Equal(t, []string{"هنا " + c.typed + " كبير"}, found, c.typed)
		assert.Empty(t, read, c.typed)
	}
}

// What was pasted in an encoding is decoded, and told; not in strict parsing.
func TestPastedQueriesAreDecoded(t *testing.T) {
	const want = "سعر الدولار"
	for _, q := range []string{"سعر%20الدولار", "%D8%B3%D8%B9%D8%B1%20الدولار", "&#1587;&#1593;&#1585; الدولار"} {
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
	for _, q := range []string{`"وقف اطلاف النار"`, "+الكاتبون", "وزير الخارجية"} {
		assert.Nil(t, asked(t, ix, q).Instead, q)
	}
}
