package web

import (
	"embed"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/language"

	"github.com/fihris-search/fihris"
)

// locale is one language of the interface. Its words live in locale/*.txt, so
// that they can be mended without knowing Go.
type locale struct {
	Lang     string // as in <html lang>
	Dir      string // as in <html dir>
	messages map[string]string
	arab     *locale               // the same with Arabic-Indic digits; nil where these are used already
	plural   func(n uint64) string // the CLDR category of a number
}

//go:embed locale/*.txt
var localeFiles embed.FS

var (
	arabicLocale = mustLocale("ar", "rtl", arabicPlural)
	english      = mustLocale("en", "ltr", englishPlural)
	locales      = []*locale{arabicLocale, english}
)

// arabicPlural is the CLDR rule of Arabic: one article, two articles, and then
// the noun changes its case and number at 3, at 11 and at every full hundred.
func arabicPlural(n uint64) string {
	switch rest := n % 100; {
	case n == 0:
		return "zero"
	case n == 1:
		return "one"
	case n == 2:
		return "two"
	case rest >= 3 && rest <= 10:
		return "few"
	case rest >= 11:
		return "many"
	default:
		return "other"
	}
}

func englishPlural(n uint64) string {
	if n == 1 {
		return "one"
	}
	return "other"
}

// mustLocale reads an embedded file, which is as constant as code.
func mustLocale(lang, dir string, plural func(uint64) string) *locale {
	text, err := localeFiles.ReadFile("locale/" + lang + ".txt")
	if err != nil {
		panic(err)
	}
	l := &locale{Lang: lang, Dir: dir, messages: map[string]string{}, plural: plural}
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		key, message, ok := strings.Cut(line, " = ")
		if _, twice := l.messages[key]; !ok || twice {
			panic("locale/" + lang + ".txt: bad line: " + line)
		}
		l.messages[key] = message
	}
	other := *l
	l.arab = &other
	return l
}

// text gives a message; an unknown key shows itself, which a test forbids.
func (l *locale) text(key string, args ...any) string {
	message, ok := l.messages[key]
	if !ok {
		return key
	}
	if len(args) == 0 {
		return message
	}
	cloned := false
	for i, arg := range args {
		if c, ok := arg.(counted); ok {
			if !cloned { // a problem is told in more than one language
				args, cloned = slices.Clone(args), true
			}
			form, number := l.form(c.key, c.n)
			args[i] = l.text(form, number...)
		}
	}
	return fmt.Sprintf(message, args...)
}

// counted is a number with its noun, to be inserted into a message. The noun
// must agree with the number, so that no language can write it beforehand.
type counted struct {
	key string // of the noun, which has a message for each plural category
	n   uint64
}

// T gives a message to a template, where an unknown key is an error.
func (l *locale) T(key string, args ...any) (string, error) {
	if _, ok := l.messages[key]; !ok {
		return "", fmt.Errorf("no message %q in %s", key, l.Lang)
	}
	return l.text(key, args...), nil
}

// N gives a message that counts: the form of the number's plural category,
// such as results.count.few, with the number in it unless the words say it.
func (l *locale) N(key string, n uint64) (string, error) {
	form, number := l.form(key, n)
	return l.T(form, number...)
}

// form names the message of a number's plural category, and gives the number
// as it wants to have it: not at all where the words say it.
func (l *locale) form(key string, n uint64) (string, []any) {
	key += "." + l.plural(n)
	if !strings.Contains(l.messages[key], "%") {
		return key, nil
	}
	return key, []any{l.Num(n)}
}

// Level names a level of matching; one that is new here is shown as it is.
func (l *locale) Level(level string) string { return l.name("why.level.", level, level) }

// Kind says why another query is suggested.
func (l *locale) Kind(kind string) string {
	return l.name("suggestion.", kind, l.text("suggestion.other"))
}

// Reading says why a word was read as another.
func (l *locale) Reading(why string) string {
	return l.name("reading.", why, l.text("reading.unknown"))
}

// Unmet says that no article has the value of a field, or none has any.
func (l *locale) Unmet(u fihris.Unmet) (string, error) {
	switch key := string(u.Field); {
	case u.Without && u.Value == "":
		return l.T("unmet.without.time")
	case u.Without:
		return l.T("unmet.without", key, u.Value)
	case u.Field == fihris.UnmetMentioned && u.Dated == 0:
		return l.T("unmet.mentions")
	case u.Field == fihris.UnmetMentioned:
		return l.T("unmet.mentioned", l.Date(u.Oldest), l.Date(u.Newest))
	case len(u.Values) == 0:
		return l.name("unmet.none.", key, l.text("unmet.none", key)), nil
	default:
		return l.name("unmet.value.", key, l.text("unmet.value", key)), nil
	}
}

func (l *locale) name(prefix, key, otherwise string) string {
	if name, ok := l.messages[prefix+key]; ok {
		return name
	}
	return otherwise
}

// Num writes a number with its thousands set apart. Both languages use the
// digits 0-9, which all readers of Arabic know, unless others are asked for.
func (l *locale) Num(n uint64) string {
	s := strconv.FormatUint(n, 10)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return l.digits(s)
}

// Int is Num for what is counted by an int.
func (l *locale) Int(n int) string { return l.Num(uint64(max(n, 0))) }

// Percent writes so many of a hundred.
func (l *locale) Percent(n int) string { return l.digits(strconv.Itoa(n) + "%") }

// copyButton is a button that copies a text of the page.
type copyButton struct{ Of, What, Text, Done, Failed string }

// Copy is the button for the element of an ID, by the name of what it holds or its message.
func (l *locale) Copy(id, what string) copyButton {
	return copyButton{id, l.name("", what, what), l.text("copy.name"), l.text("copy.done"), l.text("copy.failed")}
}

// Real writes a number with so many places behind the point.
func (l *locale) Real(v float64, places int) string {
	return l.digits(strconv.FormatFloat(v, 'f', places, 64))
}

// Year writes the year of a time.
func (l *locale) Year(t time.Time) string { return l.digits(strconv.Itoa(t.UTC().Year())) }

// indic are the Arabic-Indic digits with their signs.
var indic = strings.NewReplacer("0", "٠", "1", "١", "2", "٢", "3", "٣", "4", "٤", "5", "٥", "6", "٦", "7", "٧", "8", "٨", "9", "٩", ",", "٬", ".", "٫", "%", "٪")

// digits writes what is nothing but a number in the digits of the locale.
func (l *locale) digits(number string) string {
	if l.arab == nil {
		return indic.Replace(number)
	}
	return number
}

// withDigits is the locale with the digits that an address asks for.
func (l *locale) withDigits(name string) *locale {
	if name == digitsArab && l.arab != nil {
		return l.arab
	}
	return l
}

// Date writes a day: 8 October 2020.
func (l *locale) Date(t time.Time) string {
	return l.text("date", l.digits(strconv.Itoa(t.UTC().Day())), l.Month(t), l.Year(t))
}

// LongDate is Date with both Arabic names of the month, that of the Nile and
// that of the Levant.
func (l *locale) LongDate(t time.Time) string {
	return l.text("date", l.digits(strconv.Itoa(t.UTC().Day())), l.text(fmt.Sprintf("month.%d.long", t.UTC().Month())), l.Year(t))
}

// Month names the month of t.
func (l *locale) Month(t time.Time) string {
	return l.text("month." + strconv.Itoa(int(t.UTC().Month())))
}

// localeOf chooses the language of an answer: the one asked for by lang=, else
// the one the browser prefers, else the given one.
func localeOf(r *http.Request, otherwise *locale) *locale {
	asked := r.URL.Query().Get("lang")
	for _, l := range locales {
		if l.Lang == asked {
			return l
		}
	}
	tags, _, err := language.ParseAcceptLanguage(r.Header.Get("Accept-Language"))
	if err != nil {
		return otherwise
	}
	for _, tag := range tags {
		base, _ := tag.Base()
		for _, l := range locales {
			if l.Lang == base.String() {
				return l
			}
		}
	}
	return otherwise
}
