package analysis

import (
	"bufio"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// table reads lines of two columns; # begins a comment.
func table(t *testing.T, path string, f func(line int, in, want string)) {
	t.Helper()
	b, err := os.ReadFile(path)
	require.NoError(t, err)
	for n, line := range strings.Split(string(b), "\n") {
		line, _, _ = strings.Cut(line, "#")
		if strings.TrimSpace(line) == "" {
			continue
		}
		in, want, ok := strings.Cut(line, "\t")
		require.True(t, ok, "%s:%d: want two columns", path, n+1)
		f(n+1, in, want)
	}
}

func builtinLexicon(t testing.TB) *lexicon {
	t.Helper()
	l, err := openLexicon(lexiconData)
	require.NoError(t, err)
	return l
}

func builtinStemmer(t testing.TB) *stemmer {
	t.Helper()
	s, err := newStemmer(builtinLexicon(t), Words{})
	require.NoError(t, err)
	return s
}

// wordOf is what the stemmer is given for a word as it is written.
func wordOf(s *stemmer, written string) string {
	if strings.Contains(written, "_") {
		return Fold(written)
	}
	return s.lex.settleHeh(s.lex.settle(FoldWritten(written)))
}

func TestStem(t *testing.T) {
	s := builtinStemmer(t)
	table(t, "testdata/stem.txt", func(line int, in, want string) {
		assert.Equal(t, want, s.stem(wordOf(s, in)), "stem.txt:%d: %s", line, in)
	})
}

func TestRoot(t *testing.T) {
	s := builtinStemmer(t)
	table(t, "testdata/root.txt", func(line int, in, want string) {
		stem := s.stem(wordOf(s, in))
		assert.Equal(t, want, s.root(stem), "root.txt:%d: %s, stem %s", line, in, stem)
	})
}

// TestStemOfUserFamily: a family of the user beats the vocabulary, also behind
// proclitics and in a word that was never counted; a protected word is its own
// stem and root.
func TestStemOfUserFamily(t *testing.T) {
	s, err := newStemmer(builtinLexicon(t), Words{
		Families:  []string{"# comment", "حاسوب: كمبيوتر حاسب_آلي", "زغطوط: زغاطيط"},
		Protected: []string{"الوفد"},
	})
	require.NoError(t, err)
	for in, want := range map[string]string{
		"كمبيوتر": "حاسوب", "والكمبيوتر": "حاسوب", "حاسبالي": "حاسوب", "حاسوب": "حاسوب",
		"زغاطيط": "زغطوط", "بالزغاطيط": "زغطوط", "لزغطوط": "زغطوط", "الوفد": "الوفد",
	} {
		assert.Equal(t, want, s.stem(in), in)
	}
	assert.Equal(t, "الوفد", s.root("الوفد"))
	assert.Contains(t, s.joined(), []string{"حاسب", "الي"})
	for _, words := range s.joined() {
		assert.Greater(t, len(words), 1, "one word has nothing to be joined with: %v", words)
	}
}

func TestStemRefusesBrokenFamily(t *testing.T) {
	for _, line := range []string{"no colon", ": member", "  "} {
		_, err := newStemmer(builtinLexicon(t), Words{Families: []string{"وزير: وزراء", line}})
		if strings.TrimSpace(line) == "" {
			assert.NoError(t, err)
			continue
		}
		assert.ErrorContains(t, err, "line 2", line)
	}
}

// TestStemOfStem: a stem is the stem of itself, but where the past of a verb is
// spelled like a plural (he wrote, books) or like an imperfect (he bore, she
// carries).
func TestStemOfStem(t *testing.T) {
	s := builtinStemmer(t)
	other, all := 0, 0
	for _, form := range sourceForms(t, 40) {
		if !isLetters(form) {
			continue
		}
		stem := s.stem(form)
		all++
		if s.stem(stem) != stem {
			other++
		}
	}
	require.Greater(t, all, 5000)
	assert.Less(t, float64(other), .035*float64(all), "%d of %d", other, all)
}

// TestStemKeepsAnything: whatever is no Arabic word comes back as it is.
func TestStemKeepsAnything(t *testing.T) {
	s := builtinStemmer(t)
	for _, w := range []string{"", "a", "2020", "كوفيد19", "\xff\xfe", "é", "شx", "ك"} {
		assert.Equal(t, w, s.stem(w))
		assert.NotPanics(t, func() { s.root(w) })
	}
}

// TestIsLetters: whole letters of Arabic of two bytes, and nothing else.
func TestIsLetters(t *testing.T) {
	for w, want := range map[string]bool{
		"": true, "ك": true, "كتاب": true, "گاز": true, "كx": false, "كxy": false, "ك\xd8": false, "ك 1": false, "é": false, "ﻻ": false,
	} {
		assert.Equal(t, want, isLetters(w), "%q", w)
	}
}

// TestRemembered: the notes of the lexicon say what the rules say.
func TestRemembered(t *testing.T) {
	s := builtinStemmer(t)
	noted := 0
	for _, form := range sourceForms(t, 200) {
		if !isLetters(form) {
			continue
		}
		want := s.rule(form, 0)
		if got, ok := s.lex.remembered(form); ok {
			noted++
			assert.Equal(t, want.stem, got.stem, form)
			assert.Equal(t, want.took, got.took, form)
		}
	}
	assert.Greater(t, noted, 1000)
}

// TestLexemes: what the lexicon remembers of whole words is what the rules and the
// families make of them; it remembers nearly all of its forms, and none where the
// user has words of his own.
func TestLexemes(t *testing.T) {
	s := builtinStemmer(t)
	require.True(t, Default().remembers, "go generate ./internal/analysis")
	known, all := 0, 0
	for _, form := range sourceForms(t, 50) {
		word := s.lex.settle(form)
		if !isLetters(word) {
			continue
		}
		all++
		if stem, root, ok := s.lex.lexeme(word); ok {
			known++
			assert.Equal(t, s.stem(word), stem, word)
			assert.Equal(t, s.root(stem), root, word)
		}
	}
	assert.Greater(t, known, all*99/100)
	own, err := New(Words{Families: []string{"حاسوب: كمبيوتر"}})
	require.NoError(t, err)
	assert.False(t, own.remembers)
	assert.False(t, own.remembersAsIs)
	assert.Equal(t, "حاسوب", own.Word("كمبيوتر").Stem)
}

// TestLexemesAsIs: of most words that are written without a hamza the lexicon
// remembers that nothing is to be done to them, and it is so; but not where the user
// has stop words of his own.
func TestLexemesAsIs(t *testing.T) {
	a, asIs, all := Default(), 0, 0
	for _, form := range sourceForms(t, 20) {
		if !isLetters(form) {
			continue
		}
		all++
		stem, root, ok := a.lex.lexemeAsIs(form)
		if !ok {
			continue
		}
		asIs++
		exact, word, stop := a.spell(form)
		assert.False(t, stop, form)
		assert.Equal(t, form, exact)
		wantStem, wantRoot := a.lexeme(word)
		assert.Equal(t, wantStem, stem, form)
		assert.Equal(t, wantRoot, root, form)
	}
	assert.Greater(t, asIs, all*3/4)
	own, err := New(Words{StopWords: []string{"حاسوب"}})
	require.NoError(t, err)
	assert.True(t, own.Word("حاسوب").Stop)
	assert.False(t, a.Word("حاسوب").Stop)
}

// TestCompiledFamilies: the lexicon has the members of the files, and no others.
func TestCompiledFamilies(t *testing.T) {
	lex := builtinLexicon(t)
	files := emptyFamilySet(lex)
	require.NoError(t, files.addFiles())
	require.Greater(t, len(files.members), 5000)
	for w, want := range files.members {
		got, ok := lex.member(w)
		assert.True(t, ok, w)
		assert.Equal(t, want, got, w)
	}
	strangers := 0
	for _, w := range sourceForms(t, 10) {
		if _, ok := files.members[w]; ok {
			continue
		}
		if _, ok := lex.member(w); ok {
			strangers++
		}
	}
	assert.LessOrEqual(t, strangers, 1, "but for one that shares a fingerprint")
}

func TestExplainStem(t *testing.T) {
	s := builtinStemmer(t)
	for word, want := range map[string]string{
		"بالوزراء":   "(article) is in the family of وزير",
		"يستخدمون":   "is a form of the verb استخدم",
		"مدرستهم":    "(ending, pronoun) is مدرسة",
		"واشنطن":     "family",
		"استخدام":    "nothing more is taken",
		"زيمبرانوية": "never counted",
		"x":          "not an Arabic word",
	} {
		assert.Contains(t, strings.Join(s.explainStem(word), "\n"), want, word)
	}
	assert.Contains(t, s.explainRoot("استخدام")[0], "استفعال shows the root خدم")
	assert.Contains(t, s.explainRoot("لبنان")[0], "a name")
	assert.Contains(t, s.explainRoot("كاميرا")[0], "stands for itself")
	assert.Contains(t, s.explainRoot("مصرفي")[0], "is of مصرف")
}

// TestExplainAgrees: the explanation ends where the stem is.
func TestExplainAgrees(t *testing.T) {
	s := builtinStemmer(t)
	table(t, "testdata/stem.txt", func(_ int, in, want string) {
		lines := s.explainStem(wordOf(s, in))
		require.NotEmpty(t, lines, in)
		assert.Contains(t, lines[len(lines)-1], want, in)
	})
}

func BenchmarkStem(b *testing.B) {
	s := builtinStemmer(b)
	var words []string
	f, err := os.Open("testdata/stem.txt")
	require.NoError(b, err)
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if w, _, ok := strings.Cut(lines.Text(), "\t"); ok {
			words = append(words, Fold(w))
		}
	}
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		s.stem(words[i%len(words)])
		i++
	}
}
