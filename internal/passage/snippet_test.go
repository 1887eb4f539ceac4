package passage

import (
	"context"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/query"
	"github.com/fihris-search/fihris/testdata"
)

// light is the highlighter of a query: words in any form, phrases as written,
// analyzed as one text as the index does it.
func light(t testing.TB, q string) *Highlighter {
	t.Helper()
	a := analysis.Default()
	var words []Word
	bare := ""
	for _, n := range query.Leaves(query.Parse(q)) {
		switch n := n.(type) {
		case *query.Word:
			if n.Form == query.Stem && n.Field == query.Text {
				bare += n.Text + " "
				continue
			}
			for _, token := range a.AppendUnits(nil, n.Text) {
				words = append(words, asked(n, &token))
			}
		case *query.Phrase:
			w := Word{Field: n.Field, Slop: n.Slop}
			for _, token := range a.AppendUnits(nil, n.Text) {
				s := Slot{Level: analysis.Exact, Terms: analysis.WithProclitics(token.Exact), At: token.Position - 1}
				if n.Kind == query.AnyForm {
					s.Level, s.Terms = analysis.Stem, []string{token.Stem}
				}
				w.Slots = append(w.Slots, s)
			}
			words = append(words, w)
		}
	}
	for _, token := range a.AppendUnits(nil, bare) {
		words = append(words, asked(&query.Word{}, &token))
	}
	return NewHighlighter(a, words)
}

// inArticle is what Article returns.
func inArticle(t testing.TB, h *Highlighter, title, body string, whole bool) (inTitle []Span, passages [][]Span) {
	t.Helper()
	inTitle, passages, err := h.Article(context.Background(), title, body, Shape{Whole: whole})
	require.NoError(t, err)
	return inTitle, passages
}

// asked is what a text must have where a token is asked for so.
func asked(n *query.Word, token *analysis.Token) Word {
	w := Word{Field: n.Field, ByRoot: n.Form == query.Root}
	for _, l := range analysis.Levels {
		if n.Form != query.Exact || l == analysis.Exact {
			w.Terms[l] = []string{token.At(l)}
		}
	}
	return w
}

// shown writes a passage with its matches in brackets and its cuts as dots.
func shown(spans []Span) string {
	out := ""
	for _, s := range spans {
		switch {
		case s.Cut:
			out += "…"
		case s.Match:
			out += "[" + s.Text + "]"
		default:
			out += s.Text
		}
	}
	return out
}

func TestCutSentencesSaySo(t *testing.T) {
	long := strings.Repeat("كلام طويل ", 40)
	for _, c := range []struct{ name, body, query, before, after string }{
		{"whole sentences", "زار الوزير المدينة. ثم عاد.", "وزير", "زار [الوزير] المدينة.", ""},
		{"the end of a long one", long + "زار الوزير المدينة.", "وزير", "…", "زار [الوزير] المدينة."},
		{"the beginning of a long one", "زار الوزير المدينة " + long, "وزير", "زار [الوزير] المدينة ", "…"},
		{"the middle of a long one", long + "زار الوزير المدينة " + long, "وزير", "…", "…"},
		{"a little before the match", "لندن (رويترز) كتبت أن " + "من هذه الكلمات الأربعين حرفا ها هي ذي " + "الوزير زار " + long, "وزير", "لندن (رويترز)", "…"},
		{"a little behind a passage", "زار الوزير " + strings.Repeat("كلام طويل ", 21) + "ثم عاد.", "وزير", "زار [الوزير]", "ثم عاد."},
		{"the opening, where nothing matches", long, "وزير", "كلام طويل ", "…"},
		{"a short opening", "كلام قصير. وبعده غيره.", "وزير", "كلام قصير.", ""},
	} {
		_, passages := inArticle(t, light(t, c.query), "", c.body, false)
		require.Len(t, passages, 1, c.name)
		got := shown(passages[0])
		assert.True(t, strings.HasPrefix(got, c.before), "%s: %s", c.name, got)
		assert.True(t, strings.HasSuffix(got, c.after), "%s: %s", c.name, got)
		assert.Equal(t, strings.Count(c.before+c.after, "…"), strings.Count(got, "…"), "%s: %s", c.name, got)
	}
	_, endless := inArticle(t, light(t, "وزير"), "", "زار الوزير،"+strings.Repeat("السماءُ،", 1000), false)
	assert.Less(t, utf8.RuneCountInString(shown(endless[0])), 2*passageLength+20)
	assert.Regexp(t, "^زار \\[الوزير\\]،السماءُ.*…$", shown(endless[0]))
	_, mixed := inArticle(t, light(t, "كتاب 6"), "", "في dًكتاب 6ً dًكتاب", true)
	assert.Equal(t, "في dً[كتاب] [6ً] dً[كتاب]", shown(mixed[0]), "a mark stays with its letter")
	_, whole := inArticle(t, light(t, "وزير"), "", long+"زار الوزير المدينة "+long, true)
	assert.NotContains(t, shown(whole[0]), "…", "the whole text is not cut")
}

// Whoever asks for fewer passages gets the best of them, and none is longer than was asked for.
func TestShapes(t *testing.T) {
	h := light(t, "وزير النقل")
	body := strings.Repeat("كلام عن الوزير وحده. ", 5) + "استقال وزير النقل اليوم. " + strings.Repeat("كلام طويل عن النقل وعن الوزير ", 40)
	for _, shape := range []Shape{{}, {Number: 1}, {Number: 2, Length: 40}, {Number: 6, Length: 20}, {Number: 20, Length: 1000}} {
		_, passages, err := h.Article(t.Context(), "", body, shape)
		require.NoError(t, err)
		full := shape.complete()
		assert.Len(t, passages, min(full.Number, 7), "%+v", shape)
		best := false
		for _, p := range passages {
			text := shown(p)
			letters := utf8.RuneCountInString(strings.NewReplacer("[", "", "]", "", "…", "").Replace(text))
			assert.LessOrEqual(t, letters, full.Length+full.Length/10, "%+v: %s", shape, text)
			best = best || strings.Contains(text, "[وزير] [النقل]") || strings.Contains(text, "[النقل] وعن [الوزير]")
		}
		assert.True(t, best, "%+v", shape)
	}
}

func TestSentences(t *testing.T) {
	for text, want := range map[string][]string{
		"زار المدينة. ثم عاد؟ نعم! انتهى": {"زار المدينة.", "ثم عاد؟", "نعم!", "انتهى"},
		"قال د. أحمد إن العدد 3.5. وعاد":  {"قال د. أحمد إن العدد 3.5.", "وعاد"},
		"قال أ.د. سعاد «نعم.» ثم عادت":    {"قال أ.د. سعاد «نعم.»", "ثم عادت"},
		"George W. Bush came.\nHe went.":  {"George W. Bush came.", "He went."},
		"في عام 2018. وقال":               {"في عام 2018.", "وقال"},
		"سطر أول\r\nسطر ثان… وبقية":       {"سطر أول", "سطر ثان…", "وبقية"},
		"قال «نعم.» ثم عاد":               {"قال «نعم.»", "ثم عاد"},
		"قال (نعم.) ثم عاد":               {"قال (نعم.)", "ثم عاد"},
		"قال [نعم.] ثم عاد":               {"قال [نعم.]", "ثم عاد"},
		"قال \"نعم.\" ثم عاد":             {"قال \"نعم.\"", "ثم عاد"},
		"قال “نعم.” ثم عاد":               {"قال “نعم.”", "ثم عاد"},
		"قال ‘نعم.’ ثم عاد":               {"قال ‘نعم.’", "ثم عاد"},
		"قال نعم.ً” ثم عاد":               {"قال نعم.ً” ثم عاد"},
		"قال نعم.”ً ثم عاد":               {"قال نعم.”ً", "ثم عاد"},
		"قال «نعم.":                       {"قال «نعم."},
		"قال أً. سعاد":                    {"قال أً. سعاد"},
		"سطر\u2029آخر۔ ثالث":              {"سطر", "آخر۔", "ثالث"},
		" \n \r\n":                        nil,
	} {
		var got []string
		for p := range sentences(text) {
			got = append(got, text[p.start:p.end])
		}
		assert.Equal(t, want, got)
	}
	for r := rune(0); r <= unicode.MaxRune; r++ { // of what is passed over by its bytes, nothing ends a sentence
		if text := string(r) + " "; sentenceEnd(text, 0, 0, r) >= 0 {
			assert.Zero(t, nextEnd(text, 0, len(text)), "%q", r)
		}
	}
}

// Texts of any length, and queries that ask for the same word again and again, take
// time and memory in proportion; and what is done is not gone on with.
func TestHostileTexts(t *testing.T) {
	book := strings.Repeat("كلام طويل في الكتاب. ", 1<<20/30) + "زار الوزير المدينة."
	_, passages := inArticle(t, light(t, "وزير"), "", book, false)
	assert.Equal(t, []string{"زار [الوزير] المدينة."}, []string{shown(passages[0])}, "at the end of a book")
	same := strings.Repeat("في ", 1<<20/5)
	for _, q := range []string{`"` + strings.Repeat("في ", 200) + `"`, `"` + strings.Repeat("في ", 200) + `"~100`, strings.Repeat("=في ", 500)} {
		in, err := light(t, q).Matches(context.Background(), Article(same, same)...)
		require.NoError(t, err)
		assert.NotEmpty(t, in[1])
		assert.LessOrEqual(t, max(len(in[0]), len(in[1])), mostMatches)
		passages, err := Shape{}.complete().choose(context.Background(), same, in[1])
		require.NoError(t, err)
		assert.LessOrEqual(t, len(passages), maxPassages)
	}
	word := strings.Repeat("ا", 1<<20) // no chunk ends between words
	joined := ""
	for chunk := range Chunks("كلمة " + word) {
		require.LessOrEqual(t, len(chunk), chunkBytes)
		require.True(t, utf8.ValidString(chunk))
		joined += chunk
	}
	assert.Equal(t, "كلمة "+word, joined)
	done, cancel := context.WithCancel(context.Background())
	cancel()
	_, _, err := light(t, "وزير").Article(done, "", book, Shape{})
	require.ErrorIs(t, err, context.Canceled)
}

// checkPassage checks what a snippet promises: it is cut out of the text as
// written, never inside a letter with its marks, at spaces or, where there are
// none, before a match or after very many letters, and says where its sentence
// goes on.
func checkPassage(t *testing.T, text string, p piece, matches []Match) {
	t.Helper()
	joined := ""
	cut := p.spans(text, matches)
	for i, s := range cut {
		joined += s.Text
		if s.Cut {
			require.True(t, s.Text == "" && !s.Match && (i == 0 || i == len(cut)-1), "%q", cut)
			continue
		}
		require.NotEmpty(t, s.Text)
		require.False(t, i > 0 && isMarkAt(s.Text, 0), "%q of %q begins with a mark", s.Text, text)
	}
	require.Equal(t, text[p.start:p.end], joined)
	require.False(t, isMarkAt(text, p.end) && !isDrowned(text, p.end), "%q of %q is cut before a mark", joined, text)
	atMatch := slices.ContainsFunc(matches, func(m Match) bool { return m.Start == p.start })
	before, _ := utf8.DecodeLastRuneInString(text[:p.start])
	after, _ := utf8.DecodeRuneInString(text[p.end:])
	require.False(t, p.start > 0 && isMarkAt(text, p.start) && !isDrowned(text, p.start) && !unicode.IsControl(before) && before != '\u2029', "%q of %q is cut before a mark", joined, text)
	require.True(t, !p.cutBefore || unicode.IsSpace(before) || atMatch, "%q of %q begins inside a word", joined, text)
	require.True(t, !p.cutAfter || unicode.IsSpace(after) || utf8.RuneCountInString(joined) >= 2*passageLength, "%q of %q ends inside a word", joined, text)
	require.False(t, p.cutAfter && utf8.RuneCountInString(joined) > 3*passageLength, "%q is too long", joined)
}

func FuzzSnippets(f *testing.F) {
	for _, a := range testdata.Articles()[:20] {
		f.Add(a.Title, a.Body, "وزير المدينة")
	}
	f.Add("", "قال الوَزِيــرُ: «نعم؟» ثم 3.5% … والوزراء\r\nَ عادوا", "وزير \"عادوا\" √كتب")
	f.Add("", strings.Repeat("كلام ", 100)+"وزير ً"+strings.Repeat(" ًكلام", 100), "وزير~ كل*")
	f.Add("", "في dًكتاب 6ً dًكتاب", "كتاب 6")
	f.Add("عبد الله", "\xff عبد\nالله 👨‍👩‍👧 e\u0301", "\"عبد الله\"~3 عبد")
	f.Fuzz(func(t *testing.T, title, body, q string) {
		if !utf8.ValidString(title) || !utf8.ValidString(body) || len(q) > 200 {
			return
		}
		h := light(t, q)
		in, err := h.Matches(context.Background(), Article(title, body)...)
		require.NoError(t, err)
		all := piece{end: len(title)}
		checkPassage(t, title, all, in[0])
		all.end = len(body)
		checkPassage(t, body, all, in[1])
		for _, s := range all.spans(body, in[1]) {
			require.False(t, s.Match && len(analysis.Default().AppendTokens(nil, s.Text)) == 0, "%q is no word", s.Text)
		}
		passages, err := Shape{}.complete().choose(context.Background(), body, in[1])
		require.NoError(t, err)
		require.LessOrEqual(t, len(passages), maxPassages)
		require.Equal(t, strings.TrimSpace(body) == "", len(passages) == 0)
		last := 0
		for _, p := range passages {
			checkPassage(t, body, p, in[1])
			require.GreaterOrEqual(t, p.start, last, "passages are in the order of the text, and apart")
			last = p.end
		}
	})
}

// BenchmarkSnippets cuts the passages of a page of ten articles, of the length
// of news and of six times that.
func BenchmarkSnippets(b *testing.B) {
	articles := testdata.Articles()
	for name, least := range map[string]int{"news": 200, "long": 1200} {
		page := make([]testdata.Article, 10)
		words := 0
		for i := range page {
			for len(strings.Fields(page[i].Body)) < least {
				a := articles[(i+len(page[i].Body))%len(articles)]
				page[i].Title, page[i].Body = a.Title, page[i].Body+a.Body+"\n"
			}
			words += len(strings.Fields(page[i].Body))
		}
		b.Run(name, func(b *testing.B) {
			h := light(b, "وزير المدينة الجديدة \"في القرية\"")
			b.ReportAllocs()
			for b.Loop() {
				for i := range page {
					inArticle(b, h, page[i].Title, page[i].Body, false)
				}
			}
			b.ReportMetric(float64(words)/float64(len(page)), "words/article")
		})
	}
}

// Where nothing but marks comes, a passage is cut between them: no letter has so many, and
// looking for its end would take as long as the text is.
func TestMarksWithoutEnd(t *testing.T) {
	h := NewHighlighter(analysis.Default(), nil)
	body := "ا" + strings.Repeat("\u064E", 300_000)
	_, passages, err := h.Article(t.Context(), "", body, Shape{})
	require.NoError(t, err)
	require.Len(t, passages, 1)
	n := 0
	for _, s := range passages[0] {
		require.True(t, strings.HasPrefix(body, s.Text) || s.Cut)
		n += len(s.Text)
	}
	assert.Less(t, n, 8*passageLength)
	for s := range sentences(body) {
		assert.LessOrEqual(t, s.end-s.start, 4*longSentence)
	}
}

// isDrowned says whether so many marks stand before a place that they are no letter's.
func isDrowned(text string, at int) bool {
	marks := 0
	for marks < passageLength && at > 0 {
		r, size := utf8.DecodeLastRuneInString(text[:at])
		if !unicode.Is(unicode.M, r) {
			return false
		}
		marks, at = marks+1, at-size
	}
	return marks == passageLength
}

// What is remembered of one text makes no difference for the next: a highlighter that has seen many articles marks in
// each what a new one marks.
func TestHighlighterForgetsNothingBetweenTexts(t *testing.T) {
	q := "مجلس الأمن النفط \"رئيس الوزراء\" كتب"
	old, marked := light(t, q), 0
	for range 2 {
		for _, a := range testdata.Articles() {
			got, err := old.Matches(context.Background(), Article(a.Title, a.Body)...)
			require.NoError(t, err)
			want, err := light(t, q).Matches(context.Background(), Article(a.Title, a.Body)...)
			require.NoError(t, err)
			require.Equal(t, want, got, a.ID)
			marked += len(got[1])
		}
	}
	assert.Greater(t, marked, 100)
}

// Ends are found by bytes where they are found by runes.
func TestNextEnd(t *testing.T) {
	const signs = "\n\r.!?\u061F\u06D4\u2026\u2029"
	text := "قال؟ نعم. ۔ … \u2028\u2029 ڟ\u065F٬ ½é€\U0001F600؟\r\nلا!\xD8 \x9F\xD8؟ \xE2\x80 \xDB?"
	for most := range len(text) + 1 {
		for from := range text[:most] {
			want := most
			for i, r := range text[from:most] {
				if r, _ = utf8.DecodeRuneInString(text[from+i:]); r != utf8.RuneError && strings.ContainsRune(signs, r) {
					want = from + i
					break
				}
			}
			require.Equal(t, want, nextEnd(text, from, most), "%q from %d to %d", text, from, most)
		}
	}
}
