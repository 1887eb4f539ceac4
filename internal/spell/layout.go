package spell

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"
)

//go:embed layouts.txt
var layoutsText string

// Keyboard is a Latin keyboard that people switch from and to.
type Keyboard string

// The keyboards.
const (
	Qwerty Keyboard = "qwerty"
	Azerty Keyboard = "azerty"
)

var keyboards = []Keyboard{Qwerty, Azerty}

// Retyped is a text as it reads where the same keys are pressed with another
// layout switched on.
type Retyped struct {
	Text     string
	Keyboard Keyboard // the Latin one, whichever way it went
}

// layout maps the keys of one Latin keyboard to the Arabic one and back.
type layout struct {
	keyboard Keyboard
	arabic   map[rune]string
	latin    map[rune]rune
	ligature map[string]rune // lam-alef, which one key types
}

var layouts = sync.OnceValue(func() []layout { return readLayouts(layoutsText) })

func readLayouts(text string) []layout {
	var out []layout
	for _, k := range keyboards {
		l := layout{k, make(map[rune]string), make(map[rune]rune), make(map[string]rune)}
		var keys []string
		for line := range strings.Lines(text) {
			f := strings.Fields(line)
			switch {
			case len(f) == 0 || f[0] == "#":
			case f[0] == string(k):
				keys = f[1:]
			case f[0] == "arabic":
				l.addRow(keys, f[1:])
			}
		}
		out = append(out, l)
	}
	return out
}

// addRow adds a row of keys and what the Arabic keyboard types there. A letter
// of two rows belongs to the key without shift.
func (l *layout) addRow(keys, arabic []string) {
	for i, k := range keys {
		key := []rune(k)[0]
		if _, ok := l.arabic[key]; !ok {
			l.arabic[key] = arabic[i]
		}
		typed := []rune(arabic[i])
		if len(typed) > 1 {
			l.ligature[arabic[i]] = key
			continue
		}
		if _, ok := l.latin[typed[0]]; !ok {
			l.latin[typed[0]] = key
		}
	}
}

// Retype reads text as if the keyboard had been switched to the other script:
// "fsl" as the Arabic word on the same keys, an Arabic nonsense word as
// "hello". It takes a whole query as typed, since letters of one layout are
// punctuation of the other. The likelier readings come first, none equals
// text, and there are none for a text that holds no letters.
//
// Text with any Latin letters is read as Arabic, leaving what is Arabic in it;
// other text is read as Latin.
func Retype(text string) []Retyped {
	latin := strings.ContainsFunc(text, latinLetter)
	if !latin && !strings.ContainsFunc(text, arabicLetter) {
		return nil
	}
	var out []Retyped
	seen := map[string]bool{text: true}
	add := func(s string, k Keyboard) {
		if !seen[s] {
			seen[s] = true
			out = append(out, Retyped{s, k})
		}
	}
	all := layouts()
	for i := range all {
		l := &all[i]
		if latin {
			add(l.toArabic(text), l.keyboard)
			continue
		}
		add(l.toLatin(text, true), l.keyboard)
		add(l.toLatin(text, false), l.keyboard)
	}
	return out
}

// toArabic replaces every character by what its key types in Arabic. Capitals
// count as shifted only where small letters stand beside them: with the lock
// on, the Arabic keyboard types the plain letters.
func (l *layout) toArabic(text string) string {
	if !strings.ContainsFunc(text, unicode.IsLower) {
		text = strings.ToLower(text)
	}
	var b strings.Builder
	for _, word := range strings.SplitAfter(text, " ") {
		if strings.ContainsFunc(word, arabicLetter) {
			b.WriteString(word)
			continue
		}
		for i, r := range word {
			s, ok := l.arabic[r]
			if ok && i == 0 && unicode.Is(unicode.Mn, []rune(s)[0]) { // no word begins with a mark: the capital was not meant
				s, ok = l.arabic[unicode.ToLower(r)]
			}
			if ok {
				b.WriteString(s)
			} else {
				b.WriteRune(r)
			}
		}
	}
	return b.String()
}

// toLatin replaces every character by what its key types in Latin letters. Lam
// and alef are one key or two.
func (l *layout) toLatin(text string, ligatures bool) string {
	var b strings.Builder
	runes := []rune(text)
	for i := 0; i < len(runes); i++ {
		if ligatures && i+1 < len(runes) {
			if key, ok := l.ligature[string(runes[i:i+2])]; ok {
				b.WriteRune(key)
				i++
				continue
			}
		}
		if key, ok := l.latin[runes[i]]; ok {
			b.WriteRune(key)
		} else {
			b.WriteRune(runes[i])
		}
	}
	return b.String()
}

func latinLetter(r rune) bool  { return unicode.Is(unicode.Latin, r) }
func arabicLetter(r rune) bool { return unicode.Is(unicode.Arabic, r) && unicode.IsLetter(r) }
