package corpus

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/charset"
	"github.com/fihris-search/fihris/internal/dates"
	"github.com/fihris-search/fihris/internal/markup"
)

// finish makes an article of a draft: markup becomes text, damaged letters are
// mended, the date is read, what the file does not say is filled in, and the
// article gets its ID.
func (c *Corpus) finish(doc *document, d *draft) (fihris.Article, error) {
	if d.whole != nil {
		return c.take(doc, d)
	}
	c.settled, c.began = true, true
	f := finisher{c: c, doc: doc, line: d.line}
	a := fihris.Article{
		Title:   strings.Join(strings.Fields(f.prose(d.title, d.plain)), " "),
		Body:    f.prose(d.body, d.plain),
		Author:  f.name(d.author, c.opts.Author),
		Source:  f.name(d.source, c.opts.Source),
		Section: f.name(d.section, c.opts.Section),
		URL:     strings.TrimSpace(d.url),
		Extra:   f.own(d.extra),
		File:    doc.name,
	}
	if d.hasNUL() {
		return a, errNUL
	}
	if a.Title == "" && a.Body == "" {
		return a, errNoText
	}
	for _, tag := range d.tags {
		if tag = f.name(tag, ""); tag != "" {
			a.Tags = append(a.Tags, tag)
		}
	}
	if d.prose || d.plain && d.record == 0 { // a file that is one article
		f.place(&a)
	}
	f.date(&a, d)
	c.register.identify(doc, &a, d)
	for r, from := range d.from {
		doc.took(r, from)
	}
	return a, nil
}

// hasNUL tells what no text has.
func (d *draft) hasNUL() bool {
	return slices.ContainsFunc([]string{d.id, d.title, d.body, d.author, d.source, d.section, d.url}, func(s string) bool {
		return strings.IndexByte(s, 0) >= 0
	})
}

// finisher finishes one article.
type finisher struct {
	c    *Corpus
	doc  *document
	line int
}

func (f *finisher) note(text string) { f.doc.note(f.line, text) }

// prose makes plain text of a title or a body; plain says that it is one, but
// for damaged letters.
func (f *finisher) prose(s string, plain bool) string {
	if s == "" {
		return ""
	}
	if list, ok := pythonList(s); ok && !plain {
		s = list
	}
	if !plain && markup.IsMarkup(s) {
		s = markup.Clean(s)
		f.note("markup (HTML) in a field, turned into text")
	}
	s = unixLines(s)
	if f.c.opts.Visual {
		return strings.TrimSpace(charset.Visual(s))
	}
	mended, notes := charset.Mend(s)
	for _, n := range notes {
		f.note(noteText(n))
	}
	return strings.TrimSpace(mended)
}

// name makes plain text of a short field, or takes the one that is said for
// all articles.
func (f *finisher) name(s, other string) string {
	if strings.ContainsAny(s, "&<") {
		s = markup.Clean(s)
	}
	if s = strings.Join(strings.Fields(strings.ToValidUTF8(s, "\ufffd")), " "); s == "" {
		return other
	}
	return s
}

// noteText is what is said of text that was mended, in the same words for all
// articles, so that they are counted.
func noteText(n charset.Note) string {
	switch n.Kind {
	case charset.Mojibake:
		return "mojibake (text once read in a wrong encoding), repaired"
	case charset.LamAlef:
		return "lam and alef swapped at the beginning of words (األ for الأ, damage of a PDF), mended; inside words (خالل for خلال) it cannot be seen"
	case charset.VisualOrder:
		return "letters from left to right, as their shapes prove: turned round"
	case charset.VisualDoubts:
		return "letters that seem to run from left to right (visual order): --visual turns them round"
	case charset.Lost:
		return "letters lost before: question marks or U+FFFD stand for them in the file"
	case charset.Undecodable:
		return "bytes that mean nothing in the encoding of the file, replaced by U+FFFD"
	case charset.Overruled:
		return "the declared encoding is not that of the bytes"
	case charset.Doubtful:
		return "another encoding explains the bytes nearly as well"
	}
	return n.Text
}

// pythonList reads a list as Python prints it, which tables of tokens and of
// paragraphs hold: words are joined by spaces, longer texts by line feeds.
func pythonList(s string) (string, bool) {
	s = strings.TrimSpace(s)
	if len(s) < 4 || s[0] != '[' || s[len(s)-1] != ']' || s[1] != '\'' && s[1] != '"' {
		return "", false
	}
	b := []byte(s)
	if mended, ok := mendJSON(b); ok {
		b = mended
	}
	raw, err := parseValue(b)
	if err != nil {
		return "", false
	}
	all := value{json: raw}.all()
	letters := 0
	for _, text := range all {
		letters += utf8.RuneCountInString(text)
	}
	if letters < 20*len(all) {
		return strings.Join(all, " "), true
	}
	return strings.Join(all, "\n"), true
}

// date reads the date of an article: as the file gives it, else as the name of
// the file does, or a line near the beginning of a text. What is written and not
// understood is told.
func (f *finisher) date(a *fihris.Article, d *draft) {
	for _, w := range d.published {
		if day, ok := dates.Parse(w.text); ok {
			f.dated(a, day, w.from)
			return
		}
	}
	if len(d.published) > 0 {
		f.note("date not understood, article kept without it")
	}
	from := "the path"
	day, ok := f.c.dates.find(f.doc.name)
	if d.prose && !ok {
		day, ok = dateInName(f.doc.name)
	}
	if d.prose && !ok {
		from = "the dateline"
		day, ok = dateline(a.Body)
	}
	for _, s := range d.saved {
		if ok {
			break
		}
		if day, ok = dates.Parse(s); ok {
			from = "the properties"
			f.note("date taken from the properties of the document: when it was written")
		}
	}
	if ok {
		f.dated(a, day, from)
	}
}

// dated gives an article its date, and tells what was decided about it.
func (f *finisher) dated(a *fihris.Article, d dates.Date, from string) {
	a.Published = d.Time
	if from != "" {
		f.doc.took(rolePublished, from)
	}
	if d.Hijri {
		f.note("date of the Hijri calendar, converted (Umm al-Qura from 1420 to 1450, else the civil calendar, which may be two days off)")
	}
	if d.DayFirst {
		f.note("date of two small numbers, read with the day first, as Arab newspapers write it")
	}
}
