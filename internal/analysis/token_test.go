package analysis

import (
	"bufio"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// testCase is a line of a table that a linguist may edit: the input, a tab, what
// must come out. Lines that begin with # are comments; \n, \t and \u1234 in a
// field are what they are in Go.
type testCase struct {
	line        int
	input, want string
}

func readCases(t *testing.T, name string) []testCase {
	t.Helper()
	f, err := os.Open(filepath.Join("testdata", name))
	require.NoError(t, err)
	defer f.Close()
	var cases []testCase
	lines := bufio.NewScanner(f)
	for n := 1; lines.Scan(); n++ {
		line := lines.Text()
		if line == "" || strings.HasPrefix(line, "# ") {
			continue
		}
		input, want, ok := strings.Cut(line, "\t")
		require.True(t, ok, "%s:%d: no tab", name, n)
		cases = append(cases, testCase{n, unescape(t, input), unescape(t, want)})
	}
	require.NoError(t, lines.Err())
	require.NotEmpty(t, cases)
	return cases
}

func unescape(t *testing.T, field string) string {
	t.Helper()
	if !strings.Contains(field, `\`) {
		return field
	}
	s, err := strconv.Unquote(`"` + strings.ReplaceAll(field, `"`, `\"`) + `"`)
	require.NoError(t, err, field)
	return s
}

// tokens.txt: a text, a tab, its tokens as text=exact with " | " between them.
// Stop words are written text=exact*, names of several words {text=exact}.
func TestTokens(t *testing.T) {
	a := Default()
	for _, c := range readCases(t, "tokens.txt") {
		var got []string
		for _, tok := range a.AppendTokens(nil, c.input) {
			s := c.input[tok.Start:tok.End] + "=" + tok.Exact
			if tok.Stop {
				s += "*"
			}
			if !tok.IsWritten() {
				s = "{" + s + "}"
			}
			got = append(got, s)
		}
		assert.Equal(t, c.want, strings.Join(got, " | "), "tokens.txt:%d: %q", c.line, c.input)
	}
}

func TestPositionsAndOffsetsAscend(t *testing.T) {
	a := Default()
	for _, c := range readCases(t, "tokens.txt") {
		checkTokens(t, c.input, a.AppendTokens(nil, c.input))
	}
}

// checkTokens asserts what holds of the tokens of any text.
func checkTokens(t *testing.T, text string, tokens []Token) {
	t.Helper()
	at, position := 0, 1
	name := Token{} // the last Name
	for i, tok := range tokens {
		require.Positive(t, tok.Width, "%q", text)
		require.Equal(t, position, tok.Position, "%q: token %d", text, i+1)
		if i == 0 || tok.Start != tokens[i-1].Start || tok.End != tokens[i-1].End { // the words of a sign
			require.LessOrEqual(t, at, tok.Start, "%q: token %d begins inside the one before", text, i+1)
		}
		require.Equal(t, tok.Role == Part, tok.IsWritten() && tok.Position < name.Position+int(name.Width), "%q: token %d", text, i+1)
		if tok.IsWritten() {
			at, position = tok.End, position+int(tok.Width)
		}
		if tok.Role == Name {
			require.GreaterOrEqual(t, tok.Position, name.Position+int(name.Width), "%q: names overlap", text)
			name = tok
		}
		require.Less(t, tok.Start, tok.End, "%q", text)
		require.LessOrEqual(t, tok.End, len(text), "%q", text)
		require.True(t, onBorder(text, tok.Start) && onBorder(text, tok.End), "%q: token %d cuts a letter", text, i+1)
		require.NotEmpty(t, tok.Exact, "%q", text)
		require.True(t, utf8.ValidString(tok.Exact+tok.Stem+tok.Root), "%q", text)
		require.Equal(t, tok.Stop, tok.Stem == "", "%q: %+v", text, tok)
		require.Equal(t, tok.Stop, tok.Root == "", "%q: %+v", text, tok)
		require.LessOrEqual(t, len(tok.Exact), 4*maxAddress, "%q", text)
	}
}

func onBorder(text string, i int) bool {
	return i == len(text) || i == 0 || utf8.RuneStart(text[i]) || !utf8.ValidString(text)
}

func TestAppendTokensAppends(t *testing.T) {
	a := Default()
	first := a.AppendTokens(nil, "ذهب الوزير")
	both := a.AppendTokens(first[:len(first):len(first)], "كانون الثاني والعام")
	var positions []int
	for _, tok := range both {
		positions = append(positions, tok.Position)
	}
	assert.Equal(t, []int{1, 2, 1, 1, 2, 3}, positions)
	assert.Equal(t, first, both[:2])
}

func TestWordOfNothing(t *testing.T) {
	for _, text := range []string{"", " ", "،", "\u064b", "\xff"} {
		assert.Zero(t, Default().Word(text), "%q", text)
	}
	assert.Equal(t, "كتاب", Default().Word("، كتاب وقلم").Exact, "the first token")
}

func TestLongWordsAreCut(t *testing.T) {
	a := Default()
	for _, text := range []string{strings.Repeat("ه", 5000), strings.Repeat("x", 5000), strings.Repeat("7", 5000), "https://x.com/" + strings.Repeat("و", 5000)} {
		tokens := a.AppendTokens(nil, text)
		require.Len(t, tokens, 1, text[:20])
		assert.Equal(t, len(text), tokens[0].End)
		assert.LessOrEqual(t, utf8.RuneCountInString(tokens[0].Exact), maxAddress)
		assert.Equal(t, tokens[0].Exact, a.Word(tokens[0].Exact).Exact)
	}
}

func TestBrokenUTF8SeparatesWords(t *testing.T) {
	tokens := Default().AppendTokens(nil, "كتاب\xff\xd9قلم\xd9")
	require.Len(t, tokens, 2)
	assert.Equal(t, "كتاب", tokens[0].Exact)
	assert.Equal(t, "قلم", tokens[1].Exact)
}
