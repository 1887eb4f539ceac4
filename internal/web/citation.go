package web

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/textdir"
)

// citation is an article as others cite it: in words, and for programs that keep references.
type citation struct {
	Arabic, APA, BibTeX string
	RISFile, BibFile    string // addresses
}

// The formats of references by their names in an address.
const (
	formatRIS    = "ris"
	formatBibTeX = "bibtex"
)

func newCitation(s state, a fihris.Article) citation {
	file := func(format string) string {
		return s.Prefix + pathCitation + "?" + encoded("format", format, "id", a.ID)
	}
	return citation{Arabic: citeArabic(a), APA: citeAPA(a), BibTeX: citeBibTeX(a), RISFile: file(formatRIS), BibFile: file(formatBibTeX)}
}

// citationFile answers GET /citation?id=&format=.
func (srv *server) citationFile(w http.ResponseWriter, r *http.Request) error {
	values, err := readValues(r)
	if err != nil {
		return err
	}
	id, err := srv.articleID(r)
	if err != nil {
		return err
	}
	format := values.Get("format")
	if format != formatRIS && format != formatBibTeX {
		return badParameter("error.format", quoted(format), formatRIS+", "+formatBibTeX)
	}
	a, err := srv.searcher.Article(r.Context(), id)
	if err != nil {
		return err
	}
	content, media, end := citeRIS(a), "application/x-research-info-systems", ".ris"
	if format == formatBibTeX {
		content, media, end = citeBibTeX(a), "application/x-bibtex", ".bib"
	}
	sendFile(w, media+"; charset=utf-8", citeKey(a)+end, []byte(content))
	return nil
}

// oneLine leaves one space where there is any.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// citeArabic cites as Arabic papers do: author, title in guillemets, source, date, address.
func citeArabic(a fihris.Article) string {
	var all []string
	add := func(s string) {
		if s = oneLine(s); s != "" {
			all = append(all, s)
		}
	}
	add(a.Author)
	if title := oneLine(a.Title); title != "" {
		add("«" + title + "»")
	}
	add(a.Source)
	if !a.Published.IsZero() {
		add(arabicLocale.LongDate(a.Published))
	}
	add(webAddress(a.URL))
	if len(all) == 0 {
		return a.ID
	}
	return strings.Join(all, "، ") + "."
}

// citeAPA cites by the seventh edition of APA (2020): author, date, title, source, address, each with its full stop; the
// title stands first where there is no author. What is Arabic is written in Arabic.
func citeAPA(a fihris.Article) string {
	l, comma, undated := arabicLocale, "، ", "د. ت."
	if textdir.Of(a.Title+a.Author) == textdir.LTR {
		l, comma, undated = english, ", ", "n.d."
	}
	when := undated
	if d := a.Published.UTC(); !a.Published.IsZero() {
		when = fmt.Sprintf("%s%s%d %s", l.Year(d), comma, d.Day(), l.Month(d))
		if l.Lang == english.Lang {
			when = fmt.Sprintf("%s, %s %d", l.Year(d), l.Month(d), d.Day())
		}
	}
	stopped := func(s string) string {
		if s = oneLine(s); s == "" || strings.HasSuffix(s, ".") || strings.HasSuffix(s, "؟") || strings.HasSuffix(s, "?") || strings.HasSuffix(s, "!") {
			return s
		}
		return s + "."
	}
	first, second := stopped(a.Author), stopped(a.Title)
	if first == "" {
		first, second = second, ""
	}
	if first == "" {
		first = stopped(a.ID)
	}
	all := []string{first, "(" + when + ")."}
	for _, s := range []string{second, stopped(a.Source), webAddress(a.URL)} {
		if s != "" {
			all = append(all, s)
		}
	}
	return strings.Join(all, " ")
}

// bibEscapes are the signs that TeX takes for its own. Braces must be even in a value, also escaped ones: so they
// are named.
var bibEscapes = strings.NewReplacer(`\`, `\textbackslash{}`, `{`, `\textbraceleft{}`, `}`, `\textbraceright{}`,
	`$`, `\$`, `&`, `\&`, `#`, `\#`, `_`, `\_`, `%`, `\%`, `^`, `\textasciicircum{}`, `~`, `\textasciitilde{}`)

// citeBibTeX is the article as an entry of a BibTeX file. The title has braces of its own, so that no style changes its letters.
func citeBibTeX(a fihris.Article) string {
	var b strings.Builder
	fmt.Fprintf(&b, "@article{%s,\n", citeKey(a))
	field := func(name, value string) {
		if value = oneLine(value); value != "" {
			fmt.Fprintf(&b, "  %-8s= {%s},\n", name, value)
		}
	}
	field("author", braced(bibEscapes.Replace(a.Author)))
	field("title", braced(bibEscapes.Replace(a.Title)))
	field("journal", bibEscapes.Replace(a.Source))
	if d := a.Published.UTC(); !a.Published.IsZero() {
		field("year", d.Format("2006"))
		fmt.Fprintf(&b, "  %-8s= %s,\n", "month", strings.ToLower(d.Format("Jan"))) // a name that every style knows
		field("day", fmt.Sprint(d.Day()))
		field("date", d.Format(time.DateOnly))
	}
	field("url", strings.NewReplacer("{", "%7B", "}", "%7D", `\`, "%5C").Replace(webAddress(a.URL)))
	b.WriteString("}\n")
	return b.String()
}

// braced keeps a value as it is: an author's " and " and commas would cut a name in two.
func braced(s string) string {
	if strings.TrimSpace(s) == "" {
		return ""
	}
	return "{" + s + "}"
}

// citeRIS is the article in the format of Research Information Systems, a field a line.
func citeRIS(a fihris.Article) string {
	var b strings.Builder
	field := func(name, value string) {
		if value = oneLine(value); value != "" {
			fmt.Fprintf(&b, "%s  - %s\r\n", name, value)
		}
	}
	field("TY", "NEWS")
	field("ID", citeKey(a))
	field("AU", a.Author)
	field("TI", a.Title)
	field("T2", a.Source)
	field("SE", a.Section)
	if d := a.Published.UTC(); !a.Published.IsZero() {
		field("PY", d.Format("2006"))
		field("DA", d.Format("2006/01/02"))
	}
	for _, t := range a.Tags {
		field("KW", t)
	}
	field("UR", webAddress(a.URL))
	b.WriteString("ER  - \r\n")
	return b.String()
}

// citeKey names an article among references: by its ID, as far as that is of the letters that keys and files may
// have; else also by a hash, so that different articles have different keys.
func citeKey(a fihris.Article) string {
	const most = 40
	key := strings.Trim(strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '-', r == '.', r == '_':
			return r
		}
		return '-'
	}, a.ID), "-.")
	if key == a.ID && len(key) <= most {
		return key
	}
	sum := sha256.Sum256([]byte(a.ID))
	key = strings.Trim(key[:min(len(key), most)], "-.")
	if key == "" {
		key = "article"
	}
	return key + "-" + hex.EncodeToString(sum[:4])
}
