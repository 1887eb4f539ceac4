package charset_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"golang.org/x/text/encoding/charmap"

	"github.com/fihris-search/fihris/internal/charset"
	"github.com/fihris-search/fihris/testdata"
)

func TestMojibake(t *testing.T) {
	readAs := func(name string, b []byte) string {
		m := map[string]*charmap.Charmap{charset.Windows1252: charmap.Windows1252, charset.Windows1256: charmap.Windows1256, "latin1": charmap.ISO8859_1, "CP437": charmap.CodePage437, "CP850": charmap.CodePage850, "MacRoman": charmap.Macintosh}[name]
		var s strings.Builder
		for _, c := range b {
			r := m.DecodeByte(c)
			if r == utf8.RuneError {
				r = rune(c)
			}
			s.WriteRune(r)
		}
		return s.String()
	}
	arabic := func(name string) func(string) []byte {
		return func(s string) []byte { b, _ := encode(name, s); return b }
	}
	plain := func(s string) []byte { return []byte(s) }
	for _, c := range []struct {
		written func(string) []byte
		read    []string
		told    string
	}{
		{arabic(charset.Windows1256), []string{charset.Windows1252}, "windows-1256 read as windows-1252"},
		{arabic(charset.Windows1256), []string{"latin1"}, "windows-1256 read as windows-1252"},
		{arabic(charset.ISO88596), []string{charset.Windows1252}, "ISO-8859-6 read as windows-1252"},
		{plain, []string{charset.Windows1252}, "UTF-8 read as windows-1252"},
		{plain, []string{"latin1"}, "UTF-8 read as windows-1252"},
		{plain, []string{charset.Windows1256}, "UTF-8 read as windows-1256"},
		{plain, []string{"CP437"}, "UTF-8 read as CP437"},
		{plain, []string{"CP850"}, "UTF-8 read as CP850"},
		{plain, []string{"MacRoman"}, "UTF-8 read as MacRoman"},
		{plain, []string{charset.Windows1252, charset.Windows1252}, "UTF-8 read as windows-1252, then UTF-8 read as windows-1252"},
		{plain, []string{charset.Windows1256, charset.Windows1256}, "UTF-8 read as windows-1256, then UTF-8 read as windows-1256"},
		{arabic(charset.Windows1256), []string{charset.Windows1252, charset.Windows1252}, "windows-1256 read as windows-1252, then UTF-8 read as windows-1252"},
	} {
		share(t, c.told, func(a testdata.Article) bool {
			_, want := encode(charset.ISO88596, a.Title+"\n"+a.Body)
			s := want
			for i, as := range c.read {
				if i == 0 {
					s = readAs(as, c.written(s))
				} else {
					s = readAs(as, []byte(s))
				}
			}
			got, err := charset.Decode([]byte(s), "")
			mended, notes := charset.Mend(s)
			return err == nil && got.Text == want && mended == want && len(notes) == 1 && strings.HasSuffix(notes[0].Text, c.told)
		})
	}
}

// Where the program that read the text had no letter for a byte, a letter of
// Arabic is lost for good; the others come back.
func TestMojibakeWithLostLetters(t *testing.T) {
	mended, notes := charset.Mend("Ø§Ù„ØµØ\u00adÙ\ufffdÙŠØ© Ø§Ù„ÙŠÙˆÙ…")
	assert.Equal(t, "الصح\ufffdية اليوم", mended)
	assert.Equal(t, []charset.Kind{charset.Mojibake}, kinds(notes))
}
