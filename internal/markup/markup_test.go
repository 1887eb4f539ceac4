package markup_test

import (
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris/internal/markup"
	"github.com/fihris-search/fihris/testdata"
)

// lines reads a data file; empty lines and # comments are left out.
func lines(t testing.TB, name string) []string {
	data, err := os.ReadFile("testdata/" + name)
	require.NoError(t, err)
	var out []string
	for line := range strings.Lines(string(data)) {
		if line = strings.TrimSuffix(line, "\n"); line != "" && !strings.HasPrefix(line, "#") {
			out = append(out, line)
		}
	}
	require.NotEmpty(t, out)
	return out
}

func TestText(t *testing.T) {
	for _, line := range lines(t, "text.txt") {
		in, want, ok := strings.Cut(line, "\t")
		require.True(t, ok, line)
		assert.True(t, markup.IsMarkup(in), in)
		assert.Equal(t, strings.ReplaceAll(want, "|", "\n"), markup.Clean(in), in)
	}
}

func TestProseIsLeftAlone(t *testing.T) {
	prose := lines(t, "prose.txt")
	for _, a := range testdata.Articles() {
		prose = append(prose, a.Title, a.Body)
	}
	for _, s := range prose {
		assert.False(t, markup.IsMarkup(s), s)
		assert.Equal(t, s, markup.Clean(s))
	}
}

func TestLineFeeds(t *testing.T) {
	for in, want := range map[string]string{
		"<p>سطر\nطويل</p>\n\n<p>آخر</p>": "سطر طويل\nآخر",
		"فقرة <b>أولى</b>\nوثانية":       "فقرة أولى\nوثانية",
		"<p>أ</p>ب\n\nج":                 "أ\nب\nج",
		"<pre>أ\nب</pre>":                "أ\nب",
		"<pre>أ <b>ب</b>\nج</pre>":       "أ ب\nج",
		"أ</pre><pre>ب\nج</pre>":         "أ\nب\nج",
		"\r\n <i>أ</i>\r\n":              "أ",
	} {
		assert.Equal(t, want, markup.Text(in), in)
	}
}

// An article in any markup comes back.
func TestArticlesComeBack(t *testing.T) {
	for _, a := range testdata.Articles() {
		want := strings.Join(strings.Fields(a.Body), " ")
		for _, in := range []string{
			"<p>" + strings.ReplaceAll(a.Body, "\n", "</p>\n<p>") + "</p>",
			"<![CDATA[<div>" + strings.ReplaceAll(a.Body, "\n", "<br>") + "</div>]]>",
			"&lt;p&gt;" + strings.ReplaceAll(a.Body, "\n", "&lt;/p&gt;&lt;p&gt;") + "&lt;/p&gt;",
		} {
			assert.Equal(t, want, strings.Join(strings.Fields(markup.Clean(in)), " "), a.ID)
		}
	}
}

// What is built to cost much time costs little: with quadratic time this test
// would not end.
func TestBrokenMarkupTakesLinearTime(t *testing.T) {
	for _, piece := range []string{"<", "<!--", "<a href=", "<a b=\"", "<a b='", "<?xml", "<x>", "</x", "&amp;", "&lt;", "<script>", "<![CDATA[", "<p ", "<a1 b=c>", "<svg>"} {
		assert.NotPanics(t, func() { markup.Clean(strings.Repeat(piece, 1<<16/len(piece))) }, piece)
	}
}

func FuzzClean(f *testing.F) {
	for _, line := range append(lines(f, "text.txt"), lines(f, "prose.txt")...) {
		in, _, _ := strings.Cut(line, "\t")
		f.Add(in)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := markup.Clean(s)
		if utf8.ValidString(s) {
			assert.True(t, utf8.ValidString(got))
		}
		if !strings.ContainsAny(s, "<&") {
			assert.Equal(t, s, got)
		}
	})
}
