package charset_test

import (
	"io"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/unicode"

	"github.com/fihris-search/fihris/internal/charset"
	"github.com/fihris-search/fihris/testdata"
)

// bundle is the bodies of all articles, as one text.
func bundle() string {
	var b strings.Builder
	for _, a := range testdata.Articles() {
		b.WriteString(a.Body)
		b.WriteByte('\n')
	}
	return b.String()
}

func TestReaderReadsAsDecodeDoes(t *testing.T) {
	legacy, _ := encode(charset.Windows1256, bundle())
	for name, in := range map[string]string{
		"UTF-8":             bundle(),
		"windows-1256":      string(legacy),
		"ASCII first":       strings.Repeat("no letters here\n", 20000) + string(legacy),
		"a little ASCII":    "no letters here\n" + string(legacy),
		"one long line":     strings.ReplaceAll(bundle(), "\n", " "),
		"without any space": strings.Map(func(r rune) rune { return map[bool]rune{true: 'ا', false: r}[r < 0x80] }, bundle()),
		"mojibake":          strings.Repeat("ط§ظ„ط¹ط±ط¨ظٹط© ", 20000),
		"damaged late":      bundle() + "\xff" + bundle(),
		"empty":             "",
	} {
		want, err := charset.Decode([]byte(in), "")
		require.NoError(t, err, name)
		r, err := charset.NewReader(iotest.HalfReader(strings.NewReader(in)), "")
		require.NoError(t, err, name)
		got, err := io.ReadAll(r)
		require.NoError(t, err, name)
		assert.True(t, want.Text == string(got), name)
		assert.Equal(t, want.Encoding, r.Encoding(), name)
		assert.Equal(t, kinds(want.Notes), kinds(r.Notes()), name)
	}
}

func TestReaderPassesErrorsOn(t *testing.T) {
	_, err := charset.NewReader(iotest.ErrReader(io.ErrClosedPipe), "")
	require.ErrorIs(t, err, io.ErrClosedPipe)
	_, err = charset.NewReader(strings.NewReader("\x00\x01\x02\x03"), "")
	require.ErrorIs(t, err, charset.ErrBinary)
	r, err := charset.NewReader(io.MultiReader(strings.NewReader(bundle()), iotest.ErrReader(io.ErrClosedPipe)), "")
	require.NoError(t, err)
	_, err = io.ReadAll(r)
	require.ErrorIs(t, err, io.ErrClosedPipe)
}

// endless repeats a text of one line for n bytes.
type endless struct {
	text string
	n    int
	at   int
}

func (e *endless) Read(p []byte) (int, error) {
	if e.n <= 0 {
		return 0, io.EOF
	}
	n := copy(p[:min(len(p), e.n)], e.text[e.at:])
	e.at = (e.at + n) % len(e.text)
	e.n -= n
	return n, nil
}

// A stream that breaks off inside a letter, as one that is interrupted does, has no damaged letter.
func TestReaderOfAStreamThatBreaksOff(t *testing.T) {
	for _, cut := range []string{"\xd9", "\xe2\x80", "\xf0\x9f\x98"} {
		r, err := charset.NewReader(io.MultiReader(strings.NewReader(bundle()+cut), iotest.ErrReader(io.ErrClosedPipe)), "")
		require.NoError(t, err)
		got, err := io.ReadAll(r)
		assert.ErrorIs(t, err, io.ErrClosedPipe)
		assert.Equal(t, len(bundle()), len(got), "%x", cut)
		assert.Empty(t, r.Notes(), "%x", cut)

		r, err = charset.NewReader(strings.NewReader(bundle()+cut), "") // and one that ends there has
		require.NoError(t, err)
		_, err = io.ReadAll(r)
		require.NoError(t, err)
		assert.NotEmpty(t, r.Notes(), "%x", cut)
	}
}

func TestReaderMemoryIsBounded(t *testing.T) {
	legacy, _ := encode(charset.Windows1256, strings.ReplaceAll(bundle(), "\n", " "))
	r, err := charset.NewReader(&endless{text: string(legacy), n: 16 << 20}, "")
	require.NoError(t, err)
	var before, now runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	buf := make([]byte, 1<<20)
	for err == nil {
		_, err = io.ReadFull(r, buf)
	}
	runtime.GC()
	runtime.ReadMemStats(&now)
	assert.Less(t, int64(now.HeapAlloc)-int64(before.HeapAlloc), int64(4<<20))
}

// Letters of two and of four bytes arrive in pieces, a byte at a time.
func TestReaderPutsLettersTogether(t *testing.T) {
	text := "النص 😀\n" + strings.ReplaceAll(bundle(), "\n", "😀\n")
	for _, order := range []unicode.Endianness{unicode.LittleEndian, unicode.BigEndian} {
		b, err := unicode.UTF16(order, unicode.UseBOM).NewEncoder().Bytes([]byte(text))
		require.NoError(t, err)
		r, err := charset.NewReader(iotest.OneByteReader(strings.NewReader(string(b))), "")
		require.NoError(t, err)
		got, err := io.ReadAll(r)
		require.NoError(t, err)
		assert.True(t, text == string(got))
		assert.Empty(t, r.Notes())
	}
}
