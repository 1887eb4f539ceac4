package index

import (
	"context"
	"encoding/binary"
	"sync"
	"time"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/posting"
)

// The fields of the index. text holds the keys of title and body as one text,
// with positions, for phrases; title holds those of the title alone.
const (
	fieldText      = "text"
	fieldTitle     = "title"
	fieldSpelling  = "spelling" // of text: see spelling.go
	fieldAuthor    = "author"   // stems of the byline
	fieldSource    = "source"
	fieldSection   = "section"
	fieldTag       = "tag"
	fieldPublished = "published"
	fieldFile      = "file" // see files.go
)

// The columns: how many words each document has in a field, and how many of
// them have a stem. A name of several words counts as these: it is a token more,
// which would make whoever is named often longer than what was written.
const (
	lengthText       = "text"
	lengthTextStems  = "text stems"
	lengthTitle      = "title"
	lengthTitleStems = "title stems"
	lengthAuthor     = "author"
)

// bodyPosition is the least position of a word of the body: titles end before
// it, so a position says whether it lies in the title, and no phrase crosses.
const bodyPosition = 1 << 12

// collector turns documents into a segment: one scan of a text gives the terms
// of every field. It keeps its scratch space; use one a goroutine.
type collector struct {
	analyzer  *analysis.Analyzer
	tokens    []analysis.Token
	forms     map[formName]*form // by exact form and stem, of this segment and those before it
	numbered  []recentForm       // by the number of the spelling
	spellings map[spelledForm]numbered
	segments  uint32 // begun, to tell the forms met in this one
	out       posting.Builder
	stored    []byte // of the document at hand
}

// formName tells the forms of different words apart, though they are spelled alike.
type formName struct{ exact, stem string }

// form is an exact form: its key, and its numbers in the segment at hand.
type form struct {
	key         string
	segment     uint32 // in which the numbers hold
	text, title uint32
}

// recentForm is what a word of the body needs of its form. The analyzer numbers
// the spellings that it meets, and the frequent ones come first and lie together:
// with 300 tokens an article, asking the map for each took a fifth of the time of
// indexing.
type recentForm struct {
	form    *form
	segment uint32 // in which the number holds
	text    uint32
}

// noTerm is the number of a form in a field where it was not met.
const noTerm = 1<<32 - 1

// maxForms bounds the forms a collector keeps.
const maxForms = 1 << 19

func newCollector() *collector {
	return &collector{forms: map[formName]*form{}, spellings: map[spelledForm]numbered{}}
}

var collectors = sync.Pool{New: func() any { return newCollector() }}

// begin begins a segment. Keys made by another analyzer are forgotten.
func (c *collector) begin(a *analysis.Analyzer) {
	if c.analyzer != a || len(c.forms)+len(c.spellings) > maxForms {
		c.analyzer = a
		clear(c.forms)
		clear(c.numbered)
		clear(c.spellings)
	}
	c.segments++
	c.out.Reset()
}

// add adds a document. Those of a segment have distinct IDs. When ctx is done it
// ends early, with its error, and what it has begun is of no use.
func (c *collector) add(ctx context.Context, d *Document) (err error) {
	if err := ctx.Err(); err != nil {
		return err
	}
	c.stored = d.appendStored(c.stored[:0])
	c.out.Add(d.ID, c.stored)
	c.out.Column(columnSum).Set(d.sum(c.stored))
	c.tokens = c.analyzer.AppendTokens(c.tokens[:0], d.Title)
	titled := len(c.tokens)
	if c.tokens, err = c.analyzer.AppendTokensWithin(ctx, c.tokens, d.Body); err != nil {
		return err
	}
	c.position(titled)
	text, title := c.out.Field(fieldText, true), c.out.Field(fieldTitle, false)
	text.Forms(formOf)
	title.Forms(formOf)
	text.Levels(&textBounds)
	title.Levels(&titleBounds)
	spelling := c.out.Field(fieldSpelling, true)
	var whole, head length
	for i := range c.tokens {
		t := &c.tokens[i]
		f := c.form(text, t)
		text.Add(f.text, uint32(t.Position))
		if t.Odd {
			spelling.Add(c.spelling(spelling, t), uint32(t.Position))
		}
		whole.count(t)
		if i >= titled {
			continue
		}
		if f.form.title == noTerm {
			f.form.title = title.NewTerm(f.form.key)
		}
		title.Add(f.form.title, 0)
		head.count(t)
	}
	c.out.Column(lengthText).Set(whole.words)
	c.out.Column(lengthTextStems).Set(whole.stems)
	c.out.Column(lengthTitle).Set(head.words)
	c.out.Column(lengthTitleStems).Set(head.stems)
	c.keywords(d)
	return nil
}

// length is how many words a text has, and how many of them have a stem.
type length struct{ words, stems uint32 }

func (l *length) count(t *analysis.Token) {
	if !t.IsWritten() {
		return
	}
	l.words++
	if !t.Stop {
		l.stems++
	}
}

// form finds the form of a token, which has a number in the text.
func (c *collector) form(text *posting.BuilderField, t *analysis.Token) *recentForm {
	if n := int(t.Number) + 1 - len(c.numbered); n > 0 {
		c.numbered = append(c.numbered, make([]recentForm, n)...)
	}
	r := &c.numbered[t.Number] // all that have no number share the first
	if r.segment == c.segments && t.Number > 0 {
		return r
	}
	f := r.form
	if f == nil || t.Number == 0 {
		word := formName{t.Exact, t.Stem}
		if f = c.forms[word]; f == nil {
			f = &form{key: keyAt(analysis.Exact, t)}
			c.forms[word] = f
		}
	}
	if f.segment != c.segments {
		f.segment, f.text, f.title = c.segments, text.NewTerm(f.key), noTerm
	}
	*r = recentForm{f, c.segments, f.text}
	return r
}

// spelledForm is an exact form as it was written.
type spelledForm struct {
	exact   string
	written analysis.Written
}

// numbered is the number that a term has in a segment.
type numbered struct{ segment, number uint32 }

// spelling returns the number of how a token is written.
func (c *collector) spelling(field *posting.BuilderField, t *analysis.Token) uint32 {
	x := spelledForm{t.Exact, t.Written}
	n := c.spellings[x]
	if n.segment != c.segments {
		n = numbered{c.segments, field.NewTerm(spellingTerm(t.Exact, t.Written))}
		c.spellings[x] = n
	}
	return n.number
}

// keywords adds what is not title or body.
func (c *collector) keywords(d *Document) {
	if d.Author != "" {
		author := c.out.Field(fieldAuthor, false)
		author.Forms(func(term string) string { return term })
		c.tokens = c.analyzer.AppendTokens(c.tokens[:0], d.Author)
		var byline length
		for i := range c.tokens {
			author.Add(author.Term(stemOrExact(&c.tokens[i])), 0)
			byline.count(&c.tokens[i])
		}
		c.out.Column(lengthAuthor).Set(byline.words)
	}
	keyword := func(name, value string) {
		f := c.out.Field(name, false)
		f.Add(f.Term(value), 0)
	}
	for i := range Keywords {
		for _, value := range Keywords[i].Of(d) {
			keyword(Keywords[i].Name, value)
		}
	}
	if !d.Published.IsZero() {
		keyword(fieldPublished, encodeTime(d.Published))
	}
	if d.File != "" {
		keyword(fieldFile, d.File)
	}
}

// position gives title and body their positions in one text.
func (c *collector) position(titled int) {
	for i := range c.tokens[:titled] {
		c.tokens[i].Position = min(c.tokens[i].Position, bodyPosition-1)
	}
	for i := titled; i < len(c.tokens); i++ {
		c.tokens[i].Position += bodyPosition - 1
	}
}

// stemOrExact is the stem of a token, or the exact form of a stop word: what
// fields use in which stop words count (a byline).
func stemOrExact(t *analysis.Token) string {
	if t.Stem != "" {
		return t.Stem
	}
	return t.Exact
}

// encodeTime gives eight bytes that sort as the times do, to the second.
func encodeTime(t time.Time) string {
	var b [8]byte
	binary.BigEndian.PutUint64(b[:], uint64(t.Unix())^(1<<63))
	return string(b[:])
}

func decodeTime(s string) (seconds int64, ok bool) {
	if len(s) != 8 {
		return 0, false
	}
	return int64(binary.BigEndian.Uint64([]byte(s)) ^ (1 << 63)), true
}
