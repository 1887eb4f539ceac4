package web

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestArabicCounts(t *testing.T) {
	for n, want := range map[uint64]string{
		0: "لا مقالات", 1: "مقال واحد", 2: "مقالان", 3: "3 مقالات", 10: "10 مقالات",
		11: "11 مقالًا", 12: "12 مقالًا", 20: "20 مقالًا", 99: "99 مقالًا",
		100: "100 مقال", 101: "101 مقال", 102: "102 مقال", 103: "103 مقالات", 111: "111 مقالًا",
		200: "200 مقال", 1000: "1,000 مقال", 1003: "1,003 مقالات", 30177: "30,177 مقالًا", 1234567: "1,234,567 مقالًا",
	} {
		got, err := arabicLocale.N("results.count", n)
		require.NoError(t, err)
		assert.Equal(t, want, got)
	}
	for n, want := range map[uint64]string{0: "0 articles", 1: "One article", 2: "2 articles", 1000: "1,000 articles"} {
		got, err := english.N("results.count", n)
		require.NoError(t, err)
		assert.Equal(t, want, got)
	}
}

// A noun that a message counts agrees with its number, in each language anew.
func TestMessagesCountWhatIsInserted(t *testing.T) {
	for n, want := range map[uint64]string{
		1: "بايت واحد", 2: "بايتان", 9: "9 بايتات", 100: "100 بايت", maxText: "4,096 بايتًا", maxQuery: "8,192 بايتًا",
	} {
		p := badParameter("error.too_long", "q", counted{"bytes", n})
		assert.Equal(t, "قيمة q أطول مما يُقبل، وأقصى طولها "+want+". اختصرها.", arabicLocale.text(p.key, p.args...))
	}
	for n, want := range map[uint64]string{1: "one byte", 2: "2 bytes", maxQuery: "8,192 bytes"} {
		p := badParameter("error.too_long", "q", counted{"bytes", n})
		assert.Equal(t, "The value of q is too long: the limit is "+want+". Shorten it.", p.Error())
		assert.Equal(t, p.Error(), english.text(p.key, p.args...), "a problem may be told again")
	}
}

func TestDates(t *testing.T) {
	d := time.Date(2020, 10, 8, 23, 30, 0, 0, time.UTC)
	assert.Equal(t, "8 أكتوبر 2020", arabicLocale.Date(d))
	assert.Equal(t, "8 أكتوبر/تشرين الأول 2020", arabicLocale.LongDate(d))
	assert.Equal(t, "8 October 2020", english.Date(d))
	names := map[string]bool{}
	for m := time.January; m <= time.December; m++ {
		names[arabicLocale.Month(time.Date(2020, m, 1, 0, 0, 0, 0, time.UTC))] = true
	}
	assert.Len(t, names, 12)
}

var (
	categories = map[*locale][]string{
		arabicLocale: {"zero", "one", "two", "few", "many", "other"},
		english:      {"one", "other"},
	}
	plural = regexp.MustCompile(`\.(zero|one|two|few|many|other)$`)
	verb   = regexp.MustCompile(`%(\[\d\])?[a-z]`)
)

// Both languages say the same things, with the same things filled in.
func TestLocalesAgree(t *testing.T) {
	keys := map[*locale]map[string]bool{}
	for _, l := range locales {
		keys[l] = map[string]bool{}
		for key := range l.messages {
			base := plural.ReplaceAllString(key, "")
			if base == key || key == "suggestion.other" || key == "language.other" {
				keys[l][key] = true
				continue
			}
			keys[l][base+".*"] = true
			for _, category := range categories[l] {
				assert.Contains(t, l.messages, base+"."+category, "%s needs every plural category", l.Lang)
			}
		}
	}
	assert.Equal(t, slices.Sorted(maps.Keys(keys[arabicLocale])), slices.Sorted(maps.Keys(keys[english])))
	for key, message := range english.messages {
		if !plural.MatchString(key) {
			assert.Equal(t, verb.FindAllString(message, -1), verb.FindAllString(arabicLocale.messages[key], -1), key)
		}
	}
}

// Every message that code and templates name exists, and none is left over.
func TestMessagesAreUsed(t *testing.T) {
	var text strings.Builder
	sources := os.DirFS(".")
	for _, dir := range []string{".", "templates"} {
		files, err := fs.Glob(sources, dir+"/*")
		require.NoError(t, err)
		for _, f := range files {
			if strings.HasSuffix(f, "_test.go") || (!strings.HasSuffix(f, ".go") && !strings.HasSuffix(f, ".html")) {
				continue
			}
			b, err := fs.ReadFile(sources, f)
			require.NoError(t, err)
			text.Write(b)
		}
	}
	code := text.String()
	for key := range english.messages {
		base := plural.ReplaceAllString(key, "")
		family := key[:strings.LastIndex(key, ".")+1]
		used := strings.Contains(code, fmt.Sprintf("%q", key)) || strings.Contains(code, fmt.Sprintf("%q", base)) ||
			(family != "" && strings.Contains(code, `"`+family)) || strings.HasPrefix(key, "month.")
		assert.True(t, used, "message %s is used nowhere", key)
	}
	for _, m := range regexp.MustCompile(`\.(?:T|text|N) ?\(?"([a-z_.]+[a-z_])"`).FindAllStringSubmatch(code, -1) {
		_, plain := english.messages[m[1]]
		_, counted := english.messages[m[1]+".other"]
		assert.True(t, plain || counted, "there is no message %s", m[1])
	}
}
