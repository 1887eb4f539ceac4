package analysis

import (
	"bufio"
	"maps"
	"math"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// sourceCounts reads the counts that the lexicon was compiled from.
func sourceCounts(t testing.TB) map[string]float64 {
	t.Helper()
	f, err := os.Open("lexicon/counts.tsv.zst")
	require.NoError(t, err)
	defer f.Close()
	z, err := zstd.NewReader(f)
	require.NoError(t, err)
	defer z.Close()
	counts := map[string]float64{}
	for lines := bufio.NewScanner(z); lines.Scan(); {
		c := strings.Split(lines.Text(), "\t")
		require.Len(t, c, 3)
		news, err := strconv.Atoi(c[1])
		require.NoError(t, err)
		books, err := strconv.Atoi(c[2])
		require.NoError(t, err)
		counts[FoldWritten(c[0])] += float64(2*news + books)
	}
	return counts
}

// sourceForms returns every n-th line's form, folded, commonest first.
func sourceForms(t testing.TB, n int) (forms []string) {
	t.Helper()
	f, err := os.Open("lexicon/counts.tsv.zst")
	require.NoError(t, err)
	defer f.Close()
	z, err := zstd.NewReader(f)
	require.NoError(t, err)
	defer z.Close()
	k := 0
	for lines := bufio.NewScanner(z); lines.Scan(); k++ {
		if k%n == 0 {
			w, _, _ := strings.Cut(lines.Text(), "\t")
			forms = append(forms, Fold(w))
		}
	}
	return forms
}

func TestLexiconIsSmall(t *testing.T) {
	assert.Less(t, len(lexiconData), 6<<20)
	_, err := openLexicon(lexiconData)
	assert.NoError(t, err)
}

// TestLexiconKnowsItsSource: every form is found, with its count within the
// step of quantization, but for the few that share a fingerprint.
func TestLexiconKnowsItsSource(t *testing.T) {
	l, err := openLexicon(lexiconData)
	require.NoError(t, err)
	counts, err := spellKeys(sourceCounts(t))
	require.NoError(t, err)
	off := 0
	require.Greater(t, len(counts), 350_000)
	for form, want := range counts {
		got := l.count("", form, "")
		if math.Abs(got-want) > .04*want+.5 {
			off++
		}
	}
	assert.LessOrEqual(t, off, 2)
}

func TestLexiconDoesNotInvent(t *testing.T) {
	l, err := openLexicon(lexiconData)
	require.NoError(t, err)
	found := 0
	for i := range 100_000 {
		if l.count("زخ", strconv.Itoa(i), "ظذ") > 0 {
			found++
		}
	}
	assert.LessOrEqual(t, found, 1)
}

func TestLexiconJoinsParts(t *testing.T) {
	l, err := openLexicon(lexiconData)
	require.NoError(t, err)
	assert.Equal(t, l.count("", "والوزير", ""), l.count("وال", "وزي", "ر"))
	assert.Zero(t, testing.AllocsPerRun(100, func() {
		l.count("وال", "وزير", "")
		l.remembered("الوزير")
		l.pastOf("استخدم")
	}))
}

func TestLexiconKnowsVerbs(t *testing.T) {
	l, err := openLexicon(lexiconData)
	require.NoError(t, err)
	for stem, want := range map[string]string{
		"كتب": "كتب", "قول": "قال", "ستخدم": "استخدم", "ضيف": "اضاف", "لتقي": "التقي", "دعو": "دعا", "صل": "وصل", "ءكد": "اكد",
	} {
		past, n := l.verbOf(stem)
		assert.Equal(t, want, past, stem)
		assert.Positive(t, n, stem)
		assert.Positive(t, l.pastOf(want), want)
	}
	for _, noun := range []string{"وم", "د", "وسف"} { // a day, a hand and a name are no imperfects
		_, n := l.verbOf(noun)
		assert.Zero(t, n, noun)
	}
}

func TestOpenLexiconRefuses(t *testing.T) {
	for name, data := range map[string]string{
		"nothing":   "",
		"too short": lexiconData[:10],
		"cut off":   lexiconData[:len(lexiconData)-1],
		"magic":     "x" + lexiconData[1:],
		"format":    lexiconData[:4] + "\x63" + lexiconData[5:],
	} {
		_, err := openLexicon(data)
		assert.ErrorContains(t, err, "lexicon:", name)
	}
}

// TestCompileLexicon compiles a small part of the source twice: the bytes are
// the same, and what was put in comes out.
func TestCompileLexicon(t *testing.T) {
	all, counts := sourceCounts(t), map[string]float64{}
	for _, form := range slices.Sorted(maps.Keys(all))[:8000] {
		counts[form] = all[form]
	}
	once, err := CompileLexicon(copyOf(counts))
	require.NoError(t, err)
	again, err := CompileLexicon(copyOf(counts))
	require.NoError(t, err)
	assert.Equal(t, once, again)
	l, err := openLexicon(string(once))
	require.NoError(t, err)
	keys, err := spellKeys(counts)
	require.NoError(t, err)
	for form, want := range keys {
		assert.InDelta(t, want, l.own("", form, ""), .04*want+.5, form)
	}
	_, err = CompileLexicon(map[string]float64{"كتاب": 1e9})
	assert.ErrorContains(t, err, "too large")
}

// TestLexiconIsThatOfItsCounts compiles the whole source anew and finds the very
// bytes that are embedded: neither the rules nor the counts have changed since.
// After a change of either: go generate ./internal/analysis.
func TestLexiconIsThatOfItsCounts(t *testing.T) {
	if testing.Short() {
		t.Skip("takes some seconds")
	}
	if runtime.GOARCH != "amd64" {
		t.Skip("other processors round sums of products otherwise")
	}
	b, err := CompileLexicon(sourceCounts(t))
	require.NoError(t, err)
	require.Equal(t, len(lexiconData), len(b))
	assert.True(t, lexiconData == string(b), "go generate ./internal/analysis")
}

func copyOf(m map[string]float64) map[string]float64 {
	c := make(map[string]float64, len(m))
	for k, v := range m {
		c[k] = v
	}
	return c
}

func TestSettleHeh(t *testing.T) {
	l, err := openLexicon(lexiconData)
	require.NoError(t, err)
	for in, want := range map[string]string{
		"مدرسه": "مدرسة", "المدرسه": "المدرسة", "بالمدرسه": "بالمدرسة", "ومدينه": "ومدينة", "القاهره": "القاهرة",
		"هذة": "هذه", "اللة": "الله", "عمله": "عمله", "عملة": "عملة", "كتابه": "كتابه", "كتابة": "كتابة",
		"الوجه": "الوجه", "المياه": "المياه", "الفقه": "الفقه", "وجه": "وجه", "الله": "الله", "اسمه": "اسمه",
		"له": "له", "كتاب": "كتاب", "زخخظه": "زخخظه",
	} {
		assert.Equal(t, want, l.settleHeh(in), in)
	}
}

func BenchmarkLexiconCount(b *testing.B) {
	l, err := openLexicon(lexiconData)
	require.NoError(b, err)
	forms := sourceForms(b, 10)
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		l.count("", forms[i%len(forms)], "")
		i++
	}
}

func BenchmarkOpenLexicon(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := openLexicon(lexiconData); err != nil {
			b.Fatal(err)
		}
	}
}
