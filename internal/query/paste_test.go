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
		"سعر%20الدولار":               "سعر الدولار",
		"%D8%B3%D8%B9%D8%B1":          "سعر",
		"%d8%b3%d8%b9%d8%b1 الذهب":    "سعر الذهب",
		"%25D8%25B3%25D8%25B9":        "سع",
		"&#1587;&#1593;&#1585;":       "سعر",
		"&#x633;&#x639;&#x631;":       "سعر",
		"&quot;وقف النار&quot;":       `"وقف النار"`,
		"قمح &amp; شعير":              "قمح & شعير",
		"وقف&nbsp;النار":              "وقف\u00a0النار",
		`\u0633\u0639\u0631`:          "سعر",
		`%u0633%u0639%u0631`:          "سعر",
		"<b>وقف</b> النار":            "وقف النار",
		"<B class=\"x\">ال</B>نار":    "النار",
		"&lt;em&gt;وقف&lt;/em&gt;":    "وقف",
		"وقف<br/>النار<p>الآن":        "وقف النار الآن",
		`"<b>وقف</b>"`:                `"<b>وقف</b>"`,
		"5<b و a>3":                   "5<b و a>3",
		"<وقف> النار <xy>":            "<وقف> النار <xy>",
		"باب%2Fقمح":                   "باب%2Fقمح",
		"نسبة 50%10":                  "نسبة 50%10",
		"50%20":                       "50%20",
		"100%":                        "100%",
		"ارتفع 3%، ثم":                "ارتفع 3%، ثم",
		"%FF%FE%D8":                   "%FF%FE%D8",
		"%D3%DA%D1":                   "سعر",
		"%D3%DA%D1%20%C7%E1%D0%E5%C8": "سعر الذهب",
		"%D3%DA%D1+%C7%E1%D0%E5%C8":   "سعر الذهب",
		"%D8%B3%D8%B9+%D8%A7%D9%84":   "سع ال",
		"%D8%B3%D8%B9%D8":             "سع",
		"%D8%B3%D8%B9%D":              "سع",
		"%D8%B3%D8%B9%":               "سع",
		"%D8%B3%D8%B9%D8%B1%D8...":    "سعر",
		"%D8%B3%D8%B9%D8%B1%D8…":      "سعر",
		"%B3%D8%B9%D8%B1":             "عر",
		"D8%B3%D8%B9%D8%B1":           "سعر",
		"8%B3%D8%B9%D8%B1":            "عر",
		"سعر %D8%B9%D9":               "سعر ع",
		"%E9t%E9":                     "%E9t%E9",
		"caf%E9":                      "caf%E9",
		"https://www.google.com/search?q=%D8%B3%D8%B9%D8%B1+%D8%A7%D9%84%D8%B0%D9%87%D8%A8&hl=ar": "سعر الذهب",
		"https://a.example/?s=%D3%DA%D1+%C7%E1%D0%E5%C8":                                          "سعر الذهب",
		"a.example/results?page=2&query=سعر%20الذهب#x":                                            "سعر الذهب",
		"https://a.example/search?q=gold%20price":                                                 "gold price",
		"url:https://a.example/?q=gold":                                                           "url:https://a.example/?q=gold",
		"http://localhost:8080/?q=%D8%B3%D8%B9":                                                   "سع",
		"ذهب?q=فضة":                                                                               "ذهب?q=فضة",
		"https://a.example/?s=12":                                                                 "https://a.example/?s=12",
		"https://a.example/?id=%D8%B3":                                                            "https://a.example/?id=%D8%B3",
		"Ø³Ø¹Ø± Ø§Ù„Ø°Ù‡Ø¨":                                                                       "سعر الذهب",
		"ط³ط¹ط± ط§ظ„ط°ظ‡ط¨":                                                                       "سعر الذهب",
		"Ø§Ù\u0084Ø£Ù\u0085Ù\u0085":                                                               "الأمم",
		"ÓÚÑ ÇáÐåÈ":                                                                               "سعر الذهب",
		"ÓÚÑ ÇáÐåÈ 2024 GDP":                                                                      "سعر الذهب 2024 GDP",
		"Ø\u00adÙˆØ§Ø±":                                                                           "حوار",
		"ØÙˆØ§Ø±":                                                                                 "حوار",
		"ÙÙŠÙ„Ù…":                                                                                 "فيلم",
		"ÙŠ Ù":                                                                                    "ÙŠ Ù",
		`"ÓÚÑ ÇáÐåÈ"`:                                                                             `"ÓÚÑ ÇáÐåÈ"`,
		"=ÓÚÑ":                                                                                    "=ÓÚÑ",
		`\ÓÚÑ`:                                                                                    `\ÓÚÑ`,
		"Müller Çelik Ålesund":                                                                    "Müller Çelik Ålesund",
		"École à Orléans, où?":                                                                    "École à Orléans, où?",
		"Ñandú Øre Æthelstan":                                                                     "Ñandú Øre Æthelstan",
		"ظروف الطريق":                                                                             "ظروف الطريق",
		"²³ ½ سعر":                                                                                "²³ ½ سعر",
		"R&D; قمح":                                                                                "R&D; قمح",
		"AT&T":                                                                                    "AT&T",
		"https://a.example/%D8%B3":                                                                "https://a.example/%D8%B3",
		`C:\users`:                                                                                `C:\users`,
		"سعر الدولار":                                                                             "سعر الدولار",
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
		if !strings.ContainsAny(s, `%&\+`) && query.Decode(s) == s && query.Decode("سعر"+s) == "سعر"+s {
			word := "سعر" + s
			assert.Equal(t, word, query.Decode(url.QueryEscape(word)[:18]+url.PathEscape(s)))
		}
	})
}
