package query_test

import (
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"

	"github.com/fihris-search/fihris/internal/query"
)

func TestDecode(t *testing.T) {
	for pasted, want := range map[string]string{
		"سعر%20الدولار":            "سعر الدولار",
		"%D8%B3%D8%B9%D8%B1":       "سعر",
		"%d8%b3%d8%b9%d8%b1 الذهب": "سعر الذهب",
		"%25D8%25B3%25D8%25B9":     "سع",
		"&#1587;&#1593;&#1585;":    "سعر",
		"&#x633;&#x639;&#x631;":    "سعر",
		"&quot;وقف النار&quot;":    `"وقف النار"`,
		"قمح &amp; شعير":           "قمح & شعير",
		"وقف&nbsp;النار":           "وقف\u00a0النار",
		`\u0633\u0639\u0631`:       "سعر",
		"باب%2Fقمح":                "باب%2Fقمح",
		"نسبة 50%10":               "نسبة 50%10",
		"50%20":                    "50%20",
		"100%":                     "100%",
		"ارتفع 3%، ثم":             "ارتفع 3%، ثم",
		"%FF%FE%D8":                "%FF%FE%D8",
		"R&D; قمح":                 "R&D; قمح",
		"AT&T":                     "AT&T",
		"https://a.example/%D8%B3": "https://a.example/%D8%B3",
		`C:\users`:                 `C:\users`,
		"سعر الدولار":              "سعر الدولار",
	} {
		assert.Equal(t, want, query.Decode(pasted), pasted)
	}
}

// What is encoded in an address comes back, and nothing gets broken.
func FuzzDecode(f *testing.F) {
	for _, s := range []string{"سعر الدولار", "%D8%B3", "&#1575;", `\ud83d\ude00`, "50%", "ب"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if !utf8.ValidString(s) {
			return
		}
		assert.True(t, utf8.ValidString(query.Decode(s)))
		if !strings.ContainsAny(s, `%&\`) {
			word := "سعر" + s
			assert.Equal(t, word, query.Decode(url.QueryEscape(word)[:18]+url.PathEscape(s)))
			assert.Equal(t, s, query.Decode(s))
		}
	})
}
