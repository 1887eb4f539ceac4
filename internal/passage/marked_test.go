package passage

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris/internal/analysis"
)

var brackets = strings.NewReplacer("[", "", "]", "")

// TestMarked reads testdata/marked.txt: what stands there in brackets is
// marked, and nothing else.
func TestMarked(t *testing.T) {
	b, err := os.ReadFile("testdata/marked.txt")
	require.NoError(t, err)
	for i, line := range strings.Split(string(b), "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		part := strings.Split(line, "\t")
		require.Len(t, part, 3, "line %d", i+1)
		title, body := inArticle(t, light(t, part[0]), brackets.Replace(part[1]), brackets.Replace(part[2]), true)
		assert.Equal(t, part[1], shown(title), "line %d: %s", i+1, part[0])
		assert.Equal(t, part[2] == "", len(body) == 0, "line %d", i+1)
		for _, b := range body {
			assert.Equal(t, part[2], shown(b), "line %d: %s", i+1, part[0])
		}
	}
}

// A prefix or a fuzzy word may stand for very many forms.
func TestManyForms(t *testing.T) {
	for n := range 2*maxFew + 1 {
		var w Word
		text := "before "
		want := text
		for i := range n {
			form := string([]rune{'b' + rune(i), 'z'})
			w.Terms[analysis.Exact] = append(w.Terms[analysis.Exact], analysis.Default().Word(form).Exact)
			text += form + " "
			want += "[" + form + "] "
		}
		h := NewHighlighter(analysis.Default(), []Word{w})
		got, _ := inArticle(t, h, text+"after", "", false)
		assert.Equal(t, want+"after", shown(got), "%d forms", n)
	}
}

// letters is a word of so many letters.
func letters(n int) string { return strings.Repeat("س", n) }

// showing returns the sentences of a body in the order of the text, those that
// the passages of a query show.
func showing(t *testing.T, q, body string) (all []string) {
	t.Helper()
	_, passages := inArticle(t, light(t, q), "", body, false)
	for _, p := range passages {
		all = append(all, shown(p))
	}
	return all
}

func TestBestSentences(t *testing.T) {
	for _, c := range []struct {
		name, query, body string
		want              []string
	}{
		{"the first of equals", "وزير", "جاء وزير. قام وزير. نام وزير. عاد وزير.", []string{"جاء [وزير].", "قام [وزير].", "نام [وزير]."}},
		{"words that are not shown yet", "وزير مصر", "جاء وزير. قام وزير. نام وزير. زار مصر.", []string{"جاء [وزير].", "قام [وزير].", "زار [مصر]."}},
		{"two words rather than one", "وزير مصر", "جاء وزير. زار مصر. نام وزير. جاء وزير مصر.", []string{"جاء [وزير].", "زار [مصر].", "جاء [وزير] [مصر]."}},
		{"a word more often", "وزير", "جاء وزير. قام وزير. نام وزير. عاد وزير إلى وزير.", []string{"جاء [وزير].", "قام [وزير].", "عاد [وزير] إلى [وزير]."}},
		{"as written rather than another form", "وزير", "جاء الوزراء. قام الوزراء. نام الوزراء. عاد وزير.", []string{"جاء [الوزراء].", "قام [الوزراء].", "عاد [وزير]."}},
		{"the first word counts", "وزير", "جاء وزير. قام وزير. نام وزير. وزير بعد وزير.", []string{"جاء [وزير].", "قام [وزير].", "[وزير] بعد [وزير]."}},
		{"so does the last", "وزير", "جاء وزير. قام وزير. نام وزير.\nبعد وزير وزير", []string{"جاء [وزير].", "قام [وزير].", "بعد [وزير] [وزير]"}},
	} {
		assert.Equal(t, c.want, showing(t, c.query, c.body), c.name)
	}
}

// Of a long sentence the part is shown in which the most words stand.
func TestDensestPart(t *testing.T) {
	filler := strings.Repeat("كلام طويل ", 30)
	for name, body := range map[string]string{
		"at the end":       "زار وزير " + filler + "قال وزير مصر",
		"in the middle":    "زار وزير " + filler + "قال وزير مصر " + filler + "عاد وزير",
		"at the beginning": "زار وزير مصر " + filler + "قال وزير " + filler + "عاد وزير",
	} {
		got := showing(t, "وزير مصر", body)
		require.Len(t, got, 1, name)
		assert.Contains(t, got[0], "[وزير] [مصر]", name)
		assert.Equal(t, 2, strings.Count(got[0], "["), name)
	}
	got := showing(t, "وزير مصر", "زار وزير "+filler+"قال وزير وزير "+filler+"قال مصر وزير")
	assert.Contains(t, got[0], "[مصر] [وزير]", "two words rather than one twice")
}

// TestBorders counts letters: where passages of long sentences begin and end.
func TestBorders(t *testing.T) {
	const context = passageLength / 5
	long := strings.Repeat("كلام طويل ", 40)
	first := func(body string) string {
		got := showing(t, "وزير", body)
		require.Len(t, got, 1)
		return got[0]
	}
	// a word that begins so many letters before the match is shown with it
	near, far := letters(context-2)+" ", letters(context-1)+" "
	assert.True(t, strings.HasPrefix(first(long+near+"وزير "+long), "…"+near+"[وزير] "))
	assert.True(t, strings.HasPrefix(first(long+far+"وزير "+long), "…[وزير] "))
	assert.True(t, strings.HasPrefix(first(near+"وزير "+long), near+"[وزير] "), "and where it begins the sentence")
	// what is left out at the beginning must be worth it
	few, more := letters(passageSlack-1)+" ", letters(passageSlack)+" "
	assert.True(t, strings.HasPrefix(first(few+near+"وزير "+long), few+near+"[وزير] "))
	assert.True(t, strings.HasPrefix(first(more+near+"وزير "+long), "…"+near+"[وزير] "))
	// and at the end
	body := "وزير " + letters(passageLength-5)
	assert.Equal(t, "[وزير] "+letters(passageLength-5)+" "+letters(passageSlack-1), first(body+" "+letters(passageSlack-1)))
	assert.Equal(t, "[وزير] "+letters(passageLength-5)+"…", first(body+" "+letters(passageSlack)))
}

// A space on which a mark stands belongs to the text.
func TestMarkOnASpace(t *testing.T) {
	assert.Equal(t, []string{" ً[وزير] جاء"}, showing(t, "وزير", "كلام.\n ًوزير جاء"))
	assert.Equal(t, []string{"[وزير] جاء ً"}, showing(t, "وزير", "كلام.\nوزير جاء ً \n"))
}
