package corpus

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// bodies returns the texts of the articles of a file.
func bodies(t *testing.T, path string) (all []string) {
	c := open(t, Options{}, path)
	for a, err := range c.Articles() {
		if err == nil {
			all = append(all, a.Body)
		}
	}
	return all
}

// What is escaped, what stands as elements and what is in CDATA become the same
// text; what belongs to WordPress alone goes.
func TestBodiesOfFeeds(t *testing.T) {
	const root = "testdata/files/feed/"
	assert.Equal(t, "عاد قطار الجنوب إلى العمل صباح أمس بعد توقف دام عاما كاملا.\nيقول المقال عن الخلاصات: </item> ثم يمضي.", bodies(t, root+"rss-2.0.xml")[0])
	assert.Equal(t, "عاد قطار الجنوب إلى العمل صباح أمس بعد توقف دام عاما كاملا.\nفقرة أخرى.", bodies(t, root+"atom-1.0.xml")[0])
	assert.Equal(t, "عاد قطار الجنوب إلى العمل صباح أمس بعد توقف دام عاما كاملا.\nفقرة [sic] أخرى", bodies(t, root+"wordpress.xml")[0])
	assert.Equal(t, "أعلنت مكتبة الحي أنها ستفتح أبوابها حتى منتصف الليل. a < b & c", bodies(t, root+"broken-items.xml")[1])
}

// An item that is too long loses itself only.
func TestLongItem(t *testing.T) {
	long := strings.Repeat("نص طويل ", (maxDocument+1000)/14)
	dir := write(t, map[string]string{"a.xml": "<rss><channel><item><title>أ</title></item><item><title>ب</title><description>" + long + "</description></item><item><title>ج</title></item></channel></rss>"})
	articles, skipped := read(t, open(t, Options{Base: realOf(t, dir)}, dir), dir)
	require.Equal(t, []string{"a.xml#1", "a.xml#3"}, ids(articles))
	assert.Equal(t, []string{"a.xml:1: longer than 64 MB"}, skipped)
}

func TestShortcodes(t *testing.T) {
	for in, want := range map[string]string{
		`أ [gallery] ب`:                                   "أ  ب",
		`أ [su_box title="x"]ب[/su_box] ج`:                "أ ب ج",
		`أ [audio mp3="x.mp3"][/audio] ب`:                 "أ  ب",
		`أ [1] ب [...] ج [sic] [المحرر]`:                  `أ [1] ب [...] ج [sic] [المحرر]`,
		`[caption id="a" width="3"]<img> صورة[/caption]ب`: "ب",
	} {
		assert.Equal(t, want, withoutShortcodes(in))
	}
}
