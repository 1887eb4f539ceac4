package dates

import (
	_ "embed"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/fihris-search/fihris/internal/analysis"
)

//go:embed mentions.txt
var mentionData string

// sense is one thing that a word means in a date.
type sense struct {
	kind  string
	value int
	moon  bool // of a month
}

// senses is what words mean in dates within texts, by what analysis.Fold makes of them; words
// of one name stand with a space between.
var senses = sync.OnceValue(func() map[string][]sense {
	all := map[string][]sense{}
	add := func(word string, s sense) {
		key := analysis.Fold(word)
		all[key] = append(all[key], s)
	}
	for line := range strings.Lines(mentionData) {
		fields := strings.Fields(line)
		if len(fields) < 2 || fields[0] == "#" {
			continue
		}
		for _, word := range fields[1:] {
			add(word, senseOf(fields[0]))
		}
	}
	for line := range strings.Lines(wordData) {
		fields := strings.Fields(line)
		if len(fields) < 2 || fields[0] == "#" {
			continue
		}
		digits, moon := strings.CutPrefix(fields[0], "h")
		n, err := strconv.Atoi(digits)
		for _, word := range fields[1:] {
			word = strings.ReplaceAll(word, "_", " ")
			switch {
			case err == nil && word[0] >= utf8.RuneSelf: // Arabic
				add(word, sense{"month name", n, moon})
				if first, _, two := strings.Cut(word, " "); two {
					add(first, sense{kind: "begins a name"})
				}
			case fields[0] == "ah":
				add(word, sense{kind: "hijri"})
			}
		}
	}
	return all
})

// within are the meanings of words that no date begins with.
var within = map[string]bool{
	"of": true, "to": true, "era": true, "hijri": true, "birth": true, "last": true, "next": true, "units": true, "dual": true, "age": true, "vague": true,
}

// senseOf reads the name of a meaning.
func senseOf(meaning string) sense {
	number := func(s string) int {
		n, _ := strconv.Atoi(s)
		return n
	}
	kind, unit, _ := strings.Cut(meaning, ":")
	switch {
	case strings.HasPrefix(meaning, "="):
		return sense{kind: "number", value: number(meaning[1:])}
	case strings.HasPrefix(meaning, "#"):
		return sense{kind: "ordinal", value: number(meaning[1:])}
	case strings.HasPrefix(meaning, "day"):
		return sense{kind: "day", value: number(meaning[3:])}
	case kind == "weekday", kind == "decade":
		return sense{kind: kind, value: number(unit)}
	case kind == "month" && unit != "":
		return sense{kind: "month name", value: number(unit)}
	case unit != "":
		return sense{kind: kind, value: int(unitsOfTime[unit])}
	}
	return sense{kind: meaning}
}

// unitsOfTime are the lengths of time by name.
var unitsOfTime = map[string]unit{"day": aDay, "week": aWeek, "month": aMonth, "year": aYear}

// unit is a length of time.
type unit int

const (
	aDay unit = iota + 1
	aWeek
	aMonth
	aYear
)

// lexeme is a word of a text or a number, as dates see it.
type lexeme struct {
	start, end int
	senses     []sense
	digits     string // western
	and        bool   // behind a و
	article    bool   // begins with the article
	begins     bool   // a date may begin with it
}

// is says whether it has a meaning, and with which value.
func (l *lexeme) is(kind string) (int, bool) {
	for _, s := range l.senses {
		if s.kind == kind {
			return s.value, true
		}
	}
	return 0, false
}

// Reader reads the dates that texts mention, one after the other. It remembers what the
// spellings of one analyzer mean ([analysis.Token.Number]) and must be used with tokens of that alone, and by one
// goroutine at a time.
type Reader struct {
	known []uint32 // by number of the spelling: one more than its place in forms, and in the lowest bit whether no date begins with it; 0 for one not met yet
	forms []lexeme
	words []lexeme
}

// mostForms is how many meanings of spellings are remembered.
const mostForms = 1 << 14

// beginsNone says whether a word is known to begin no date.
func (r *Reader) beginsNone(t *analysis.Token) bool {
	return t.Number > 0 && int(t.Number) < len(r.known) && r.known[t.Number]&1 == 1
}

// The first two forms are those of words that mean nothing.
const (
	unsaid        = iota
	unsaidArticle // with the article
)

// lexeme is what a word means.
func (r *Reader) lexeme(t *analysis.Token) lexeme {
	if len(r.forms) == 0 {
		r.forms = append(r.forms, lexeme{}, lexeme{article: true})
	}
	if n := int(t.Number) + 1 - len(r.known); n > 0 {
		r.known = append(r.known, make([]uint32, n)...)
	}
	if at := r.known[t.Number] >> 1; t.Number > 0 && at > 0 {
		l := r.forms[at-1]
		l.start, l.end = t.Start, t.End
		return l
	}
	l := lexeme{start: t.Start, end: t.End}
	if c := t.Exact[0]; c >= '0' && c <= '9' {
		l.digits, l.begins = t.Exact, true
	} else {
		l.senses, l.and, l.article = meant(t.Exact)
		l.begins = slices.ContainsFunc(l.senses, func(s sense) bool { return !within[s.kind] })
	}
	switch {
	case t.Number == 0:
	case l.senses == nil && l.digits == "" && !l.and:
		r.know(t, unsaid, true)
		if l.article {
			r.know(t, unsaidArticle, true)
		}
	case len(r.forms) < mostForms:
		r.forms = append(r.forms, l)
		r.know(t, len(r.forms)-1, !l.begins)
	}
	return l
}

// know remembers the form of a spelling, and whether it begins no date.
func (r *Reader) know(t *analysis.Token, form int, none bool) {
	r.known[t.Number] = uint32(form+1) << 1
	if none {
		r.known[t.Number] |= 1
	}
}

// meant looks an exact form up, behind proclitics too, and says whether a و stands before it and
// whether it has the article.
func meant(exact string) (found []sense, and, article bool) {
	all := senses()
	exact = analysis.Fold(exact) // which keeps the last letter of إلى
	if found = all[exact]; found != nil {
		return found, exact == andOne, strings.HasPrefix(exact, "ال")
	}
	for _, p := range proclitics {
		rest, ok := strings.CutPrefix(exact, p)
		if !ok || len(rest) < 4 {
			continue
		}
		and, article = strings.HasPrefix(p, "و"), article || strings.HasPrefix(rest, "ال")
		if found = all[rest]; found != nil {
			return found, and, strings.HasPrefix(rest, "ال")
		}
		if l, ok := strings.CutPrefix(rest, "ل"); ok && strings.HasSuffix(p, "ل") { // للعام is ل and العام
			article = true
			if found = all["ال"+l]; found != nil {
				return found, and, true
			}
		}
	}
	return nil, false, article || strings.HasPrefix(exact, "ال")
}

// andOne is "one", and "and one" in front of ten (ألفين وأحد عشر): where it matters it is that.
const andOne = "واحد"

// proclitics are those that stand before the words of dates.
var proclitics = [...]string{"و", "ف", "ب", "ل", "ك", "وب", "ول", "فب", "فل"}
