package web

import (
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/fihris-search/fihris"
)

// part is a run of text. A match has its number, counted from 1 through title
// and body, by which the reader steps from one to the next. A date that is mentioned opens with one
// part and closes with the same or a later one, since it may hold a match, or part of one.
type part struct {
	Text  string // as shown
	whole string // of a match: as it is written, also where only a piece of it is in this part
	Match int    // the number; 0 for a piece behind the first of a match
	Mark  bool   // it is of a match
	Prev  int    // the numbers of the neighbours; 0 at either end
	Next  int
	Opens *saidDate
	Ends  bool // the date that was opened
}

// saidDate is a date that is mentioned, where it stands.
type saidDate struct {
	Number int    // among those of the article, from 1
	ISO    string // for machines, if HTML has a form for it
	Says   string // which time it is
}

// parts are a title or a paragraph.
type parts []part

// String returns the text.
func (p parts) String() string {
	var b strings.Builder
	for i := range p {
		b.WriteString(p[i].Text)
	}
	return b.String()
}

// mentions are the dates that an article mentions, if the searcher knows them.
func (srv *server) mentions(r *http.Request, a fihris.Article) ([]fihris.Mention, error) {
	can, ok := srv.searcher.(fihris.Dater)
	if !ok {
		return nil, nil
	}
	return can.Mentions(r.Context(), a)
}

// cut cuts title and body into parts, the body into paragraphs, and numbers matches and dates.
func (v *articleView) cut(heading, body fihris.Snippet, mentions []fihris.Mention) {
	title, text := cutter{v: v}, cutter{v: v}
	for i, m := range mentions {
		if d := (numbered{m, i + 1}); m.InTitle {
			title.dates = append(title.dates, d)
		} else {
			text.dates = append(text.dates, d)
		}
	}
	if p := title.paragraphs(heading, false); len(p) > 0 {
		v.Heading = p[0]
	}
	v.Paragraphs = text.paragraphs(body, true)
	for _, list := range append(v.Paragraphs, v.Heading) {
		for i := range list {
			if list[i].Match > 0 && list[i].Match < v.Matches {
				list[i].Next = list[i].Match + 1
			}
		}
	}
}

// cutter cuts a text where matches, dates and lines begin and end.
type cutter struct {
	v     *articleView
	dates []numbered // of the text, in its order
}

// numbered is a date with its number among those of the article, from 1.
type numbered struct {
	fihris.Mention
	number int
}

// paragraphs cuts a text at its line feeds, dropping empty lines. A match that
// runs over the end of a line, as a phrase may, is marked on both; so is a date.
func (c *cutter) paragraphs(text fihris.Snippet, lines bool) (out []parts) {
	var line parts
	at, open := 0, false // bytes before, and whether a date is open
	flush := func() {
		if open && len(line) > 0 {
			line[len(line)-1].Ends = true
		}
		if strings.TrimSpace(line.String()) != "" {
			out = append(out, line)
		}
		line = nil
	}
	for _, span := range text {
		number := 0
		rest := span.Text
		for rest != "" {
			if lines && rest[0] == '\n' {
				flush()
				rest, at = rest[1:], at+1
				continue
			}
			end := len(rest)
			if i := strings.IndexByte(rest, '\n'); lines && i >= 0 {
				end = i
			}
			for len(c.dates) > 0 && c.dates[0].End <= at {
				c.dates, open = c.dates[1:], false
			}
			p := part{Mark: span.Match}
			if len(c.dates) > 0 {
				switch d := &c.dates[0]; {
				case d.Start > at:
					end = min(end, d.Start-at)
				case !open || len(line) == 0: // it begins here, or goes on in another line, where it needs no other anchor
					p.Opens = &saidDate{ISO: dateTime(d.ISO), Says: c.v.L.period(d.From, d.To)}
					if !open {
						p.Opens.Number = d.number
					}
					open = true
					fallthrough
				default:
					end = min(end, d.End-at)
					p.Ends = at+end == d.End
				}
			}
			p.Text = rest[:end]
			if span.Match {
				p.whole = span.Text
				if number == 0 {
					c.v.Matches++
					number = c.v.Matches
					p.Match, p.Prev = number, number-1
				}
			}
			if c.v.State.Unvowelled {
				p.Text = unvowelled(p.Text)
			}
			line = append(line, p)
			rest, at = rest[end:], at+end
		}
	}
	flush()
	return out
}

// dateTime is a date as the attribute datetime may have it; an interval has no form there.
func dateTime(iso string) string {
	if strings.Contains(iso, "/") {
		return ""
	}
	return iso
}

// period writes the days from from up to but not including to as people say them: a day, a month, a year, or from one day to another.
func (l *locale) period(from, to time.Time) string {
	last := to.AddDate(0, 0, -1)
	switch {
	case from.Equal(last):
		return l.Date(from)
	case from.Day() == 1 && to.Equal(from.AddDate(0, 1, 0)):
		return l.text("period.month", l.Month(from), l.Year(from))
	case from.YearDay() == 1 && to.Equal(from.AddDate(1, 0, 0)):
		return l.Year(from)
	}
	return l.text("period.days", l.Date(from), l.Date(last))
}

// saidView is a date that the text mentions, beside it.
type saidView struct {
	Text   string // as written where it is mentioned first
	Says   string // which time it is
	Number int    // where: #d1
	Count  uint64
	Href   string // other articles that mention it
	Dated  bool   // it is said from the dateline
	Hijri  bool
}

// mostSaid bounds the list of dates.
const mostSaid = 60

// said lists the dates that an article mentions, each time once.
func (v *articleView) said(mentions []fihris.Mention) (all []saidView) {
	at := map[string]int{}
	for i, m := range mentions {
		field := v.Article.Body
		if m.InTitle {
			field = v.Article.Title
		}
		if k, ok := at[m.ISO]; ok {
			all[k].Count++
			continue
		}
		if len(all) == mostSaid {
			continue
		}
		at[m.ISO] = len(all)
		all = append(all, saidView{
			Text: strings.Join(strings.Fields(field[m.Start:m.End]), " "), Says: v.L.period(m.From, m.To), Number: i + 1, Count: 1, Dated: m.Relative, Hijri: m.Hijri,
			Href: state{Prefix: v.State.Prefix, Lang: v.State.Lang, Digits: v.State.Digits, Page: 1}.withQuery(
				v.L.text("field.mentioned") + ":" + m.From.Format(time.DateOnly) + ".." + m.To.AddDate(0, 0, -1).Format(time.DateOnly)).Home(),
		})
	}
	return all
}

// isVowel tells the marks that people leave out: vowels, tanween, shadda, sukun, the superscript alef and the signs
// of the Koran; not hamza and madda where they are written as marks, which are letters.
func isVowel(r rune) bool {
	return unicode.Is(unicode.Mn, r) && unicode.Is(unicode.Arabic, r) && (r < 0x653 || r > 0x655) ||
		r >= 0x64B && r <= 0x652 || r == 0x670 // which Unicode calls inherited
}

// unvowelled leaves vowel marks out.
func unvowelled(s string) string {
	if !strings.ContainsFunc(s, isVowel) {
		return s
	}
	return strings.Map(func(r rune) rune {
		if isVowel(r) {
			return -1
		}
		return r
	}, s)
}

// vowels leads to the article with its marks, or without.
func (v *articleView) vowels() *link {
	if !strings.ContainsFunc(v.Article.Title+v.Article.Body, isVowel) {
		return nil
	}
	other := v.State
	other.Unvowelled = !other.Unvowelled
	return &link{Href: other.Article(v.Article.ID), Current: !v.State.Unvowelled}
}

// marked is a stretch of the article with what its matches need to know.
type marked struct {
	L       *locale
	Matches string
	Parts   []part
}

// Marked gives a stretch to the template that draws matches.
func (v articleView) Marked(parts []part) marked {
	return marked{L: v.L, Matches: v.L.Num(uint64(v.Matches)), Parts: parts}
}

// Number writes the number of a match.
func (m marked) Number(n int) string { return m.L.Num(uint64(n)) }

// Anchor is the name of a match in the address.
func (p part) Anchor() string { return "m" + strconv.Itoa(p.Match) }
