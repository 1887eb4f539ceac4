package charset_test

import (
	"os"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"github.com/fihris-search/fihris/internal/charset"
	"github.com/fihris-search/fihris/testdata"
)

// rows reads a data file: fields with tabs between them; empty lines and #
// comments are left out.
func rows(t testing.TB, name string) [][]string {
	data, err := os.ReadFile("testdata/" + name)
	require.NoError(t, err)
	var out [][]string
	for line := range strings.Lines(string(data)) {
		if line = strings.TrimSuffix(line, "\n"); line != "" && !strings.HasPrefix(line, "#") {
			out = append(out, strings.Split(line, "\t"))
		}
	}
	require.NotEmpty(t, out)
	return out
}

// codes are the encodings of one byte, as the test itself knows them: for each
// letter its byte. CP720 is written down here once more, by its letters.
var codes = map[string]map[rune]byte{
	charset.Windows1256: fromCharmap(charmap.Windows1256),
	charset.Windows1252: fromCharmap(charmap.Windows1252),
	charset.ISO88596:    fromCharmap(charmap.ISO8859_6),
	charset.CP720:       fromRuns(map[byte]string{0x98: "ءآأؤ", 0x9d: "إئابةتثجحخدذرزسشص«»", 0xe0: "ضطظعغف", 0xe7: "قكلمنهوىي", 0x95: "ـ"}),
	charset.MacArabic:   fromRuns(map[byte]string{0xc1: "ءآأؤإئابةتثجحخدذرزسشصضطظعغ", 0xe0: "ـفقكلمنهوىي", 0xac: "،", 0xbb: "؛", 0xbf: "؟", 0xb0: "٠١٢٣٤٥٦٧٨٩", 0xf3: "پ"}),
}

func fromCharmap(m *charmap.Charmap) map[rune]byte {
	codes := map[rune]byte{}
	for b := 0x80; b < 0x100; b++ {
		if r := m.DecodeByte(byte(b)); r >= 0xa0 && r != utf8.RuneError {
			codes[r] = byte(b)
		}
	}
	return codes
}

func fromRuns(runs map[byte]string) map[rune]byte {
	codes := map[rune]byte{}
	for b, letters := range runs {
		for _, r := range letters {
			codes[r] = b
			b++
		}
	}
	return codes
}

// encode writes s in an encoding, and what of it can be written there.
func encode(name, s string) (b []byte, kept string) {
	var k strings.Builder
	for _, r := range s {
		c, ok := codes[name][r]
		switch {
		case r < utf8.RuneSelf:
			c = byte(r)
		case !ok:
			c, r = ' ', ' '
		}
		b = append(b, c)
		k.WriteRune(r)
	}
	return b, k.String()
}

// excerpt returns some n letters of a text.
func excerpt(s string, n int) string {
	r := []rune(strings.ReplaceAll(s, "\n", " "))
	start := len(r) / 3
	start += max(slices.Index(r[start:], ' '), 0) + 1
	return string(r[min(start, len(r)):min(start+n, len(r))])
}

// page puts a text into much markup.
func page(s string) string {
	return "<html><head><title>t</title><script>" + strings.Repeat("var x = 'abc';\n", 300) + "</script></head><body><p class=\"text\">" + s + "</p></body></html>"
}

// share runs a test for all bundled articles, none of which the model knows, and
// requires that 98 of 100 come out right.
func share(t *testing.T, name string, right func(a testdata.Article) bool) {
	t.Helper()
	n, ok := 0, 0
	for _, a := range testdata.Articles() {
		n++
		if right(a) {
			ok++
		}
	}
	assert.GreaterOrEqual(t, ok*100, n*98, "%s: %d of %d", name, ok, n)
}

func TestDetectsByEvidence(t *testing.T) {
	shapes := map[string]func(testdata.Article) string{
		"20 bytes":   func(a testdata.Article) string { return excerpt(a.Body, 20) },
		"50 bytes":   func(a testdata.Article) string { return excerpt(a.Body, 50) },
		"200 bytes":  func(a testdata.Article) string { return excerpt(a.Body, 200) },
		"1000 bytes": func(a testdata.Article) string { return excerpt(a.Body, 1000) },
		"page":       func(a testdata.Article) string { return page(excerpt(a.Body, 200)) },
		"half English": func(a testdata.Article) string {
			return "The minister said: " + strings.ReplaceAll(a.Title, " ", " and then ")
		},
	}
	for _, name := range []string{charset.Windows1256, charset.ISO88596, charset.CP720, charset.MacArabic} {
		for shape, of := range shapes {
			share(t, name+", "+shape, func(a testdata.Article) bool {
				b, want := encode(name, of(a))
				got, err := charset.Decode(b, "")
				return err == nil && got.Text == want
			})
		}
	}
}

func TestNamesOfMembers(t *testing.T) {
	for _, name := range []string{charset.Windows1256, charset.CP720, charset.ISO88596} {
		for words := 1; words <= 3; words++ {
			n, ok := 0, 0
			for _, a := range testdata.Articles() {
				title := strings.Fields(a.Title)
				for i := range max(len(title)-words+1, 0) {
					b, want := encode(name, strings.Join(title[i:i+words], " ")+".txt")
					n++
					if charset.Names([][]byte{b})[0] == want {
						ok++
					}
				}
			}
			assert.GreaterOrEqual(t, ok*100, n*98, "%s, %d words: %d of %d", name, words, ok, n)
		}
		var raw [][]byte
		var want []string
		for _, n := range []string{"من/هو.txt", "لم.txt", "بن.txt", "الاقتصاد والمال.txt", "readme.txt"} {
			b, w := encode(name, n)
			raw, want = append(raw, b), append(want, w)
		}
		raw, want = append(raw, []byte("سياسة.txt")), append(want, "سياسة.txt")
		assert.Equal(t, want, charset.Names(raw), "short names are decided by the long one, UTF-8 stays")
	}
	assert.Empty(t, charset.Names(nil))
}

func TestPersianIsNotLost(t *testing.T) {
	b, want := encode(charset.Windows1256, "گزارش خبرگزاری پارس از تهران: چهار ژنرال بازنشسته در گفتگو شرکت کردند")
	got, err := charset.Decode(b, "")
	require.NoError(t, err)
	assert.Equal(t, want, got.Text)
}

func TestWesternStaysWestern(t *testing.T) {
	for _, row := range rows(t, "western.txt") {
		b, want := encode(charset.Windows1252, row[0])
		got, err := charset.Decode(b, "")
		require.NoError(t, err, row[0])
		assert.Equal(t, want, got.Text)
		mended, notes := charset.Mend(row[0])
		assert.Equal(t, row[0], mended)
		assert.Empty(t, notes, row[0])
	}
}

func TestUTF16(t *testing.T) {
	const text = "نص قصير, and ASCII 123\nالسطر الثاني"
	for name, order := range map[string]unicode.Endianness{charset.UTF16LE: unicode.LittleEndian, charset.UTF16BE: unicode.BigEndian} {
		for _, mark := range []unicode.BOMPolicy{unicode.UseBOM, unicode.IgnoreBOM} {
			b, err := unicode.UTF16(order, mark).NewEncoder().Bytes([]byte(text))
			require.NoError(t, err)
			got, err := charset.Decode(b, "windows-1256")
			require.NoError(t, err)
			assert.Equal(t, charset.Text{Text: text, Encoding: name}, got)
			got, err = charset.Decode(b[:len(b)-1], "")
			require.NoError(t, err)
			assert.True(t, strings.HasSuffix(got.Text, "\ufffd"))
			assert.Equal(t, []charset.Kind{charset.Undecodable}, kinds(got.Notes))
		}
	}
}

func kinds(notes []charset.Note) []charset.Kind {
	var k []charset.Kind
	for _, n := range notes {
		k = append(k, n.Kind)
	}
	return k
}

func TestUTF8WithDamageStaysUTF8(t *testing.T) {
	const text = "أعلنت الوزارة أن المشروع سيبدأ في الربيع"
	for name, in := range map[string]string{
		"a spot":          text + "\xe3\xff\x92" + text,
		"cut in a letter": text[:len(text)-1],
		"begun in one":    text[1:],
	} {
		got, err := charset.Decode([]byte(in), "")
		require.NoError(t, err)
		assert.Equal(t, charset.UTF8, got.Encoding, name)
		require.Equal(t, []charset.Kind{charset.Undecodable}, kinds(got.Notes), name)
		assert.Equal(t, 1, got.Notes[0].Count, name)
		assert.Equal(t, strings.ToValidUTF8(in, "\ufffd"), got.Text, name)
		assert.EqualValues(t, strings.Index(strings.ToValidUTF8(in, "\ufffd"), "\ufffd"), got.Notes[0].First, name)
	}
	got, err := charset.Decode([]byte("\xef\xbb\xbfنص"), "iso-8859-1")
	require.NoError(t, err)
	assert.Equal(t, charset.Text{Text: "نص", Encoding: charset.UTF8}, got, "a mark is no letter")
}

func TestMixedLines(t *testing.T) {
	const line = "أعلنت الوزارة أن المشروع سيبدأ في الربيع"
	legacy, _ := encode(charset.Windows1256, line+"\n")
	in := strings.Repeat(line+"\n", 3) + string(legacy) + string(legacy) + line + "\xff\n"
	got, err := charset.Decode([]byte(in), "")
	require.NoError(t, err)
	assert.Equal(t, charset.UTF8, got.Encoding)
	assert.Equal(t, strings.Repeat(line+"\n", 5)+line+"\ufffd\n", got.Text)
	assert.Equal(t, []charset.Kind{charset.Mixed, charset.Undecodable}, kinds(got.Notes))
	assert.EqualValues(t, len(in)-2, got.Notes[1].First)

	in = strings.Repeat(string(legacy), 9) + line + "\n"
	got, err = charset.Decode([]byte(in), "")
	require.NoError(t, err)
	assert.Equal(t, charset.Windows1256, got.Encoding)
	assert.Equal(t, strings.Repeat(line+"\n", 10), got.Text)
	assert.Equal(t, []charset.Kind{charset.Mojibake}, kinds(got.Notes))
}

func TestDeclarations(t *testing.T) {
	const text = "صرح الناطق باسم الحكومة أن الميزانية الجديدة جاهزة"
	arabic, _ := encode(charset.Windows1256, text)
	dos, _ := encode(charset.CP720, text)
	french, _ := encode(charset.Windows1252, "L'État a décidé : été comme hiver")
	russian, err := charmap.Windows1251.NewEncoder().Bytes([]byte("Правительство объявило новый бюджет"))
	require.NoError(t, err)
	for _, c := range []struct {
		name, declared, encoding string
		b                        []byte
		overruled                bool
	}{
		{"right", "windows-1256", charset.Windows1256, arabic, false},
		{"by another name", "x-cp1256", charset.Windows1256, arabic, false},
		{"1252 is 1256", "iso-8859-1", charset.Windows1256, arabic, true},
		{"UTF-8 is 1256", "utf-8", charset.Windows1256, arabic, true},
		{"1251 is 1256", "windows-1251", charset.Windows1256, arabic, true},
		{"of MS-DOS", "DOS-720", charset.CP720, dos, false},
		{"unknown", "klingon", charset.Windows1256, arabic, true},
		{"1256 is UTF-8", "windows-1256", charset.UTF8, []byte(text), true},
		{"French", "iso-8859-1", charset.Windows1252, french, false},
		{"Russian", "windows-1251", "windows-1251", russian, false},
		{"ASCII", "windows-1256", charset.UTF8, []byte("plain"), false},
	} {
		got, err := charset.Decode(c.b, c.declared)
		require.NoError(t, err, c.name)
		assert.Equal(t, c.encoding, got.Encoding, c.name)
		assert.Equal(t, c.overruled, slices.Contains(kinds(got.Notes), charset.Overruled), c.name)
	}
	name, sure := charset.Detect(arabic)
	assert.Equal(t, charset.Windows1256, name)
	assert.True(t, sure)
}

// A byte that means a control character means nothing.
func TestBytesWithoutMeaning(t *testing.T) {
	text, want := encode(charset.ISO88596, "صرح الناطق باسم الحكومة أن الميزانية جاهزة")
	for c := byte(0x80); c < 0xa0; c++ {
		got, err := charset.Decode(append(slices.Clone(text), c), "iso-8859-6")
		require.NoError(t, err)
		assert.Equal(t, want+"\ufffd", got.Text, "%#x", c)
		assert.Equal(t, []charset.Kind{charset.Undecodable}, kinds(got.Notes), "%#x", c)
	}
}

func TestRefusals(t *testing.T) {
	russian, err := charmap.KOI8R.NewEncoder().Bytes([]byte("Правительство объявило новый бюджет на следующий год"))
	require.NoError(t, err)
	for name, c := range map[string]struct {
		b    []byte
		want error
		text string
	}{
		"PNG":     {[]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"), charset.ErrBinary, "offset 8"},
		"control": {[]byte("ab\x01\x02\x03\x04\x05"), charset.ErrBinary, "offset 2"},
		"KOI8-R":  {append([]byte("ASCII before "), russian...), charset.ErrUnknown, "0xf0 at offset 13"},
	} {
		_, err := charset.Decode(c.b, "")
		require.ErrorIs(t, err, c.want, name)
		assert.ErrorContains(t, err, c.text)
		got, sure := charset.Detect(c.b)
		assert.Empty(t, got)
		assert.False(t, sure)
	}
}
