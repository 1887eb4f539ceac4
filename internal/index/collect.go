package index

import (
	"context"
	"encoding/binary"
	"slices"
	"sync"
	"time"

	"github.com/fihris-search/fihris/internal/analysis"
	calendar "github.com/fihris-search/fihris/internal/dates"
	"github.com/fihris-search/fihris/internal/passage"
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
	fieldByline    = "byline" // as it is written
	fieldSection   = "section"
	fieldTag       = "tag"
	fieldPublished = "published"
	fieldFile      = "file"      // see files.go
	fieldMentioned = "mentioned" // see mentioned.go
	fieldShape     = "shape"     // of text: see shape.go
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
	analyzer *analysis.Analyzer
	own      *own
	tokens   []analysis.Token
	segments uint32 // begun, to tell the numbers given in this one
	out      posting.Builder
	parts    []*posting.Column // of vectors
	sketches []*posting.Column
	sketcher passage.Sketcher
	stored   []byte          // of the document at hand
	key      []byte          // of the word at hand
	reader   calendar.Reader // of dates in texts, for the analyzer at hand
	mentions []calendar.Mention

	text, title numbers
	spellings   numbers // of what is written otherwise than as usual, names left out
}

// numbers are those of terms of a field, by the number of the spelling that the term is made of.
// The analyzer numbers the spellings that it meets, and the frequent ones come first and lie together:
// with 300 tokens an article, asking a map for the term of each took a fifth of the time of
// indexing. Several spellings may be of one term, which the builder finds out.
type numbers []numbered

// numbered is the number that a term has in a segment.
type numbered struct{ segment, number uint32 }

// of returns the place for a spelling that has a number.
func (n *numbers) of(t *analysis.Token) *numbered {
	if more := int(t.Number) + 1 - len(*n); more > 0 {
		*n = append(*n, make([]numbered, more)...)
	}
	return &(*n)[t.Number]
}

func newCollector() *collector { return &collector{} }

var collectors = sync.Pool{New: func() any { return newCollector() }}

// begin begins a segment. Spellings numbered by another analyzer are forgotten.
func (c *collector) begin(a *analysis.Analyzer, o *own) {
	c.own = o
	if c.analyzer != a {
		c.analyzer = a
		clear(c.text)
		clear(c.title)
		clear(c.spellings)
		c.reader = calendar.Reader{}
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
	if c.stored, err = d.appendStored(ctx, c.stored[:0]); err != nil {
		return err
	}
	if c.stored, err = d.withVector(c.stored); err != nil {
		return err
	}
	return c.addStored(ctx, d, c.stored)
}

// addBare adds a document of which the stored form is given, without its text, and its vector for searches.
func (c *collector) addBare(ctx context.Context, d *Document, stored []byte) error {
	if err := c.out.Add(ctx, d.ID, stored); err != nil {
		return err
	}
	c.out.Column(columnSum).Set(d.sum(stored)) // whatever vector it has
	return nil
}

// addStored is add for who has the stored form already, with the vector.
func (c *collector) addStored(ctx context.Context, d *Document, stored []byte) (err error) {
	if err := c.addBare(ctx, d, stored); err != nil {
		return err
	}
	c.vector(d.meaning())
	c.tokens = c.analyzer.AppendTokens(c.tokens[:0], d.Title)
	titled := len(c.tokens)
	if c.tokens, err = c.analyzer.AppendTokensWithin(ctx, c.tokens, d.Body); err != nil {
		return err
	}
	if err := c.mentioned(ctx, d, titled); err != nil {
		return err
	}
	c.sketch(len(d.Body), c.tokens)
	c.position(titled)
	shape := c.out.Field(fieldShape, true)
	c.shape(shape, d.Title, c.tokens[:titled], false)
	c.shape(shape, d.Body, c.tokens[titled:], true)
	text, title := c.out.Field(fieldText, true), c.out.Field(fieldTitle, false)
	text.Forms(formOf)
	title.Forms(formOf)
	text.Levels(&textBounds)
	title.Levels(&titleBounds)
	spelling := c.out.Field(fieldSpelling, true)
	var whole, head length
	for i := range c.tokens {
		if i%someTokens == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		t := &c.tokens[i]
		text.Add(c.term(text, &c.text, t), uint32(t.Position))
		if t.Odd {
			spelling.Add(c.spelling(spelling, t), uint32(t.Position))
		}
		whole.count(t)
		if i >= titled {
			continue
		}
		title.Add(c.term(title, &c.title, t), 0)
		head.count(t)
	}
	c.out.Column(lengthText).Set(whole.words)
	c.out.Column(lengthTextStems).Set(whole.stems)
	c.out.Column(lengthTitle).Set(head.words)
	c.out.Column(lengthTitleStems).Set(head.stems)
	c.keywords(d)
	return c.owns(ctx, d)
}

// someTokens is how many tokens are added without a look at the context.
const someTokens = 1 << 14

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

// term returns the number of the key of a token in a field.
func (c *collector) term(field *posting.BuilderField, known *numbers, t *analysis.Token) uint32 {
	if t.Number == 0 {
		c.key = appendKeyAt(c.key[:0], analysis.Exact, t)
		return field.TermOf(c.key)
	}
	n := known.of(t)
	if n.segment != c.segments {
		c.key = appendKeyAt(c.key[:0], analysis.Exact, t)
		*n = numbered{c.segments, field.NewTerm(c.key)}
	}
	return n.number
}

// spelling returns the number of how a token is written. Of a name of several words its
// number does not tell that.
func (c *collector) spelling(field *posting.BuilderField, t *analysis.Token) uint32 {
	if t.Number == 0 || !t.IsWritten() {
		c.key = appendSpelling(c.key[:0], t.Exact, t.Written)
		return field.TermOf(c.key)
	}
	n := c.spellings.of(t)
	if n.segment != c.segments {
		c.key = appendSpelling(c.key[:0], t.Exact, t.Written)
		*n = numbered{c.segments, field.NewTerm(c.key)}
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
			keyword(Keywords[i].stored, value)
		}
	}
	if !d.Published.IsZero() {
		keyword(fieldPublished, encodeTime(d.Published))
	}
	if d.File != "" {
		keyword(fieldFile, d.File)
	}
}

// owns adds the fields of one's own.
func (c *collector) owns(ctx context.Context, d *Document) error {
	for i := range c.own.fields {
		f := &c.own.fields[i]
		values, err := f.valuesOf(d.Extra)
		if err != nil {
			return err // which Add has refused before
		}
		if f.Kind == TextField {
			if err := c.ownText(ctx, f, values.texts); err != nil {
				return err
			}
			continue
		}
		terms := append(values.texts, values.keys...)
		slices.Sort(terms)
		for _, term := range slices.Compact(terms) {
			field := c.out.Field(ownPrefix+f.Name, false)
			field.Add(field.Term(term), 0)
		}
	}
	return nil
}

// ownText adds the words of a text, with positions. Several texts stand so far apart
// that no phrase crosses.
func (c *collector) ownText(ctx context.Context, f *Field, texts []string) (err error) {
	if len(texts) == 0 {
		return nil
	}
	field := c.out.Field(ownPrefix+f.Name, true)
	field.Forms(formOf)
	field.Levels(&posting.Levels{Stems: ownStems(f.Name), Forms: ownLength(f.Name), Weights: boundWeights})
	var of length
	from := 0
	for _, text := range texts {
		if c.tokens, err = c.analyzer.AppendTokensWithin(ctx, c.tokens[:0], text); err != nil {
			return err
		}
		last := from
		for i := range c.tokens {
			t := &c.tokens[i]
			last = from + t.Position
			field.Add(field.Term(keyAt(analysis.Exact, t)), uint32(last))
			of.count(t)
		}
		from = last + ownGap
	}
	c.out.Column(ownLength(f.Name)).Set(of.words)
	c.out.Column(ownStems(f.Name)).Set(of.stems)
	return nil
}

// ownGap is how far apart two texts of a field stand: farther than any phrase reaches.
const ownGap = 1 << 10

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
func encodeTime(t time.Time) string { return encodeKey(t.Unix()) }

// encodeKey gives eight bytes that sort as the numbers do.
func encodeKey(n int64) string {
	var b [8]byte
	binary.BigEndian.PutUint64(b[:], uint64(n)^(1<<63))
	return string(b[:])
}

func decodeTime(s string) (seconds int64, ok bool) {
	if len(s) != 8 {
		return 0, false
	}
	return int64(binary.BigEndian.Uint64([]byte(s)) ^ (1 << 63)), true
}
