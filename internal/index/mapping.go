package index

import (
	"encoding/binary"
	"slices"
	"sync"
	"time"

	bleveindex "github.com/blevesearch/bleve_index_api"

	"github.com/fihris-search/fihris/internal/analysis"
)

// The fields of the bleve index. exact, stem and root hold title and body as
// one text, one field a level; the title fields hold the title alone. Exact
// and stem keep positions, for phrases. doc is the stored article.
const (
	fieldExact      = "exact"
	fieldStem       = "stem"
	fieldRoot       = "root"
	fieldTitle      = "title" // stems
	fieldTitleExact = "title_exact"
	fieldTitleRoot  = "title_root"
	fieldAuthor     = "author" // stems of the byline
	fieldSource     = "source"
	fieldSection    = "section"
	fieldTag        = "tag"
	fieldPublished  = "published"
	fieldDoc        = "doc"
)

// lengthTerm stands in every document in each scored field; its frequency is
// the number of tokens of the field. bleve would write that length beside
// every posting (as a norm) and never sum it up; this way a posting is two
// bytes shorter, and one list gives every length and the exact average.
const lengthTerm = "\x00"

// bodyPosition is the least position of a word of the body: titles end before
// it, so a position says whether it lies in the title, and no phrase crosses.
const bodyPosition = 1 << 12

// textField is a bleve field whose terms are known beforehand.
type textField struct {
	name    string
	value   []byte
	options bleveindex.FieldIndexingOptions
	terms   bleveindex.TokenFrequencies
}

func (f *textField) Name() string                                          { return f.name }
func (f *textField) Value() []byte                                         { return f.value }
func (f *textField) ArrayPositions() []uint64                              { return nil }
func (f *textField) EncodedFieldType() byte                                { return 't' }
func (f *textField) Analyze()                                              {}
func (f *textField) Options() bleveindex.FieldIndexingOptions              { return f.options }
func (f *textField) AnalyzedTokenFrequencies() bleveindex.TokenFrequencies { return f.terms }
func (f *textField) NumPlainTextBytes() uint64                             { return uint64(len(f.value)) }

// AnalyzedLength becomes the norm beside each posting. It is 1, the shortest
// that bleve's one-hit encoding of rare terms allows; see lengthTerm.
func (f *textField) AnalyzedLength() int { return 1 }

// blevedoc is the document that bleve sees.
type blevedoc struct {
	id     string
	fields []*textField
	size   int
}

func (d *blevedoc) ID() string                                        { return d.id }
func (d *blevedoc) Size() int                                         { return d.size }
func (d *blevedoc) VisitComposite(_ bleveindex.CompositeFieldVisitor) {}
func (d *blevedoc) HasComposite() bool                                { return false }
func (d *blevedoc) NumPlainTextBytes() uint64                         { return uint64(d.size) }
func (d *blevedoc) StoredFieldsBytes() uint64                         { return uint64(d.size) }
func (d *blevedoc) Indexed() bool                                     { return false }
func (d *blevedoc) VisitFields(visit bleveindex.FieldVisitor) {
	for _, f := range d.fields {
		visit(f)
	}
}

// AddIDField is called by bleve once, when the document enters a batch.
func (d *blevedoc) AddIDField() {
	d.fields = append(d.fields, keywordField("_id", d.id, bleveindex.IndexField|bleveindex.StoreField))
}

// keywordField holds one term.
func keywordField(name, term string, opt bleveindex.FieldIndexingOptions) *textField {
	tf := &bleveindex.TokenFreq{Term: []byte(term)}
	tf.SetFrequency(1)
	return &textField{name: name, value: []byte(term), options: opt, terms: bleveindex.TokenFrequencies{term: tf}}
}

// builder turns documents into bleve documents: one scan of a text gives the
// terms of every level. It keeps its scratch space; use one a goroutine.
type builder struct {
	analyzer *analysis.Analyzer
	tokens   []analysis.Token
	exact    map[string]int32 // term -> number, in order of appearance
	forms    []form
	number   []int32 // of each token: the number of its exact form
}

// form is a distinct exact form of a document.
type form struct {
	token *analysis.Token
	count int32
	next  int32 // next free location
}

var builders = sync.Pool{New: func() any { return &builder{exact: map[string]int32{}} }}

// bleve returns the bleve document of d.
func (b *builder) bleve(d *Document) *blevedoc {
	stored := d.encode()
	out := &blevedoc{id: d.ID, size: len(stored) + len(d.ID), fields: make([]*textField, 0, 14)}
	out.fields = append(out.fields, &textField{name: fieldDoc, value: stored, options: bleveindex.StoreField})

	b.tokens = b.analyzer.AppendTokens(b.tokens[:0], d.Title)
	titled := len(b.tokens)
	out.fields = append(out.fields, b.titleFields()...)
	b.tokens = b.analyzer.AppendTokens(b.tokens, d.Body)
	b.place(titled)
	out.fields = append(out.fields, b.textFields()...)

	if d.Author != "" {
		b.tokens = b.analyzer.AppendTokens(b.tokens[:0], d.Author)
		out.fields = append(out.fields, &textField{name: fieldAuthor, options: bleveindex.IndexField, terms: b.bag(stemOrExact)})
	}
	for _, k := range [...]struct{ name, value string }{{fieldSource, d.Source}, {fieldSection, d.Section}} {
		if k.value != "" {
			out.fields = append(out.fields, keywordField(k.name, k.value, bleveindex.IndexField))
		}
	}
	if len(d.Tags) > 0 {
		out.fields = append(out.fields, tagField(d.Tags))
	}
	if !d.Published.IsZero() {
		out.fields = append(out.fields, keywordField(fieldPublished, encodeTime(d.Published), bleveindex.IndexField))
	}
	clear(b.tokens[:cap(b.tokens)]) // keep no text of this document alive
	return out
}

// place gives title and body their positions in one text.
func (b *builder) place(titled int) {
	for i := range b.tokens[:titled] {
		b.tokens[i].Position = min(b.tokens[i].Position, bodyPosition-1)
	}
	for i := titled; i < len(b.tokens); i++ {
		b.tokens[i].Position += bodyPosition - 1
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

// bag counts the terms of the current tokens, without positions.
func (b *builder) bag(term func(*analysis.Token) string) bleveindex.TokenFrequencies {
	tfs := make(bleveindex.TokenFrequencies, len(b.tokens)+1)
	slab := make([]bleveindex.TokenFreq, 0, len(b.tokens)+1)
	total := 0
	for i := range b.tokens {
		s := term(&b.tokens[i])
		if s == "" {
			continue
		}
		total++
		tf := tfs[s]
		if tf == nil {
			slab = append(slab, bleveindex.TokenFreq{})
			tf = &slab[len(slab)-1]
			tfs[s] = tf
		}
		tf.SetFrequency(tf.Frequency() + 1)
	}
	tfs[lengthTerm] = lengthOf(total)
	return tfs
}

// lengthOf is the entry of lengthTerm for a field of n tokens. The frequency
// is n+1: bleve takes frequency 0 for "none kept".
func lengthOf(n int) *bleveindex.TokenFreq {
	tf := &bleveindex.TokenFreq{}
	tf.SetFrequency(n + 1)
	return tf
}

func (b *builder) titleFields() []*textField {
	if len(b.tokens) == 0 {
		return nil
	}
	return []*textField{
		{name: fieldTitle, options: bleveindex.IndexField, terms: b.bag(func(t *analysis.Token) string { return t.Stem })},
		{name: fieldTitleExact, options: bleveindex.IndexField, terms: b.bag(func(t *analysis.Token) string { return t.Exact })},
		{name: fieldTitleRoot, options: bleveindex.IndexField, terms: b.bag(func(t *analysis.Token) string { return t.Root })},
	}
}

// textFields builds exact, stem and root from the current tokens. Tokens are
// grouped by exact form first: equal forms have equal stems and roots, so
// there are far fewer forms than tokens to look up at the other levels.
func (b *builder) textFields() []*textField {
	b.group()
	n := len(b.tokens)
	locs := make([]bleveindex.TokenLocation, n)
	refs := make([]*bleveindex.TokenLocation, n)
	exact := make(bleveindex.TokenFrequencies, len(b.forms)+1)
	stem := make(bleveindex.TokenFrequencies, len(b.forms)+1)
	root := make(bleveindex.TokenFrequencies, len(b.forms)+1)
	slab := make([]bleveindex.TokenFreq, 3*len(b.forms))
	free := int32(0)
	for i := range b.forms { // the locations of a form lie side by side
		b.forms[i].next = free
		free += b.forms[i].count
	}
	for i := range b.tokens {
		f := &b.forms[b.number[i]]
		locs[f.next].Position = b.tokens[i].Position
		refs[f.next] = &locs[f.next]
		f.next++
	}
	stems := 0
	for i := range b.forms {
		f := &b.forms[i]
		var tf *bleveindex.TokenFreq
		tf, slab = &slab[0], slab[1:]
		tf.SetFrequency(int(f.count))
		tf.Locations = refs[f.next-f.count : f.next : f.next]
		exact[f.token.Exact] = tf
		if f.token.Stem == "" {
			continue
		}
		stems += int(f.count)
		slab = addForm(stem, f.token.Stem, tf, slab, true)
		slab = addForm(root, f.token.Root, tf, slab, false)
	}
	sortLocations(stem)
	exact[lengthTerm], stem[lengthTerm], root[lengthTerm] = lengthOf(n), lengthOf(stems), lengthOf(stems)
	return []*textField{
		{name: fieldExact, options: bleveindex.IndexField | bleveindex.IncludeTermVectors, terms: exact},
		{name: fieldStem, options: bleveindex.IndexField | bleveindex.IncludeTermVectors, terms: stem},
		{name: fieldRoot, options: bleveindex.IndexField, terms: root},
	}
}

// group numbers the distinct exact forms of the current tokens.
func (b *builder) group() {
	clear(b.exact)
	b.forms = b.forms[:0]
	b.number = slices.Grow(b.number[:0], len(b.tokens))
	for i := range b.tokens {
		t := &b.tokens[i]
		n, ok := b.exact[t.Exact]
		if !ok {
			n = int32(len(b.forms))
			b.exact[t.Exact] = n
			b.forms = append(b.forms, form{token: t})
		}
		b.forms[n].count++
		b.number = append(b.number, n)
	}
}

// addForm adds the occurrences of a form to its term at another level.
func addForm(tfs bleveindex.TokenFrequencies, term string, tf *bleveindex.TokenFreq, slab []bleveindex.TokenFreq, located bool) []bleveindex.TokenFreq {
	to := tfs[term]
	if to == nil {
		to, slab = &slab[0], slab[1:]
		tfs[term] = to
	}
	to.SetFrequency(to.Frequency() + tf.Frequency())
	if located {
		to.Locations = append(to.Locations[:len(to.Locations):len(to.Locations)], tf.Locations...)
	}
	return slab
}

// sortLocations restores the order of positions where several forms were joined.
func sortLocations(tfs bleveindex.TokenFrequencies) {
	byPosition := func(a, b *bleveindex.TokenLocation) int { return a.Position - b.Position }
	for _, tf := range tfs {
		if !slices.IsSortedFunc(tf.Locations, byPosition) {
			slices.SortFunc(tf.Locations, byPosition)
		}
	}
}

func tagField(tags []string) *textField {
	tfs := make(bleveindex.TokenFrequencies, len(tags))
	for _, t := range tags {
		tf := &bleveindex.TokenFreq{}
		tf.SetFrequency(1)
		tfs[t] = tf
	}
	return &textField{name: fieldTag, options: bleveindex.IndexField, terms: tfs}
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
