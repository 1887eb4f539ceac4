package charset_test

import (
	"io"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris/internal/charset"
)

func FuzzDecode(f *testing.F) {
	for _, name := range []string{charset.Windows1256, charset.CP720, charset.ISO88596} {
		b, _ := encode(name, "نص «قصير» 12")
		f.Add(b, name)
	}
	f.Add([]byte("\xff\xfe\x46\x06\x00\xd8"), "")
	f.Add([]byte("Ø§Ù„Ø¹Ø±Ø¨ÙŠØ©"), "gbk")
	f.Fuzz(func(t *testing.T, b []byte, declared string) {
		got, err := charset.Decode(b, declared)
		r, rerr := charset.NewReader(strings.NewReader(string(b)), declared)
		require.Equal(t, err == nil, rerr == nil)
		if err != nil {
			return
		}
		assert.True(t, utf8.ValidString(got.Text))
		assert.NotEmpty(t, got.Encoding)
		all, err := io.ReadAll(r)
		require.NoError(t, err)
		if len(got.Text) < 64<<10 {
			assert.Equal(t, got.Text, string(all))
			assert.Equal(t, got.Notes, r.Notes())
		}
	})
}

func FuzzMend(f *testing.F) {
	for _, row := range append(rows(f, "visual.txt"), rows(f, "lam-alef.txt")...) {
		f.Add(row[0])
	}
	f.Add("ط§ظ„ط¹ط±ط¨ظٹط©")
	f.Fuzz(func(t *testing.T, s string) {
		got, notes := charset.Mend(s)
		assert.True(t, utf8.ValidString(got))
		assert.True(t, utf8.ValidString(charset.Visual(got)))
		if len(notes) == 0 {
			assert.Equal(t, strings.ToValidUTF8(s, "\ufffd"), got)
		}
	})
}
