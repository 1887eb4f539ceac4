package index

import (
	"encoding/binary"
	"sync"
	"time"

	bleveindex "github.com/blevesearch/bleve_index_api"

	"github.com/fihris-search/fihris/internal/analysis"
)

// The fields of the bleve index. text holds the keys of title and body as one
// text, with positions, for phrases; title holds those of the title alone. doc
// is the stored article.
const (
	fieldText      = "text"
	fieldTitle     = "title"
	fieldAuthor    = "author" // stems of the byline
	fieldSource    = "source"
	fieldSection   = "section"
	fieldTag       = "tag"
	fieldPublished = "published"
	fieldDoc       = "doc"
)

// The length terms stand in every document that has the field; their frequency
// is the number of its tokens, or of those that have a stem. bleve would write
// a length beside every posting (as a norm) and never sum it up; this way a
// posting is shorter, and one list gives every length and the exact average.
const (
	lengthExact = "\x00e"
	lengthStem  = "\x00s"
)

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
// that bleve's one-hit encoding of rare terms allows; see lengthExact.
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
// terms of every field. It keeps its scratch space; use one a goroutine.
type builder struct {
	analyzer *analysis.Analyzer
	tokens   []analysis.Token
	forms    map[string]*form // by exact form, of this document and those before it
	doc      uint64           // number of the field at hand, to tell the forms met in it
	met      []*form          // the forms of the field at hand, in order of appearance
	memory   arena            // of the documents built since reset
}

// form is an exact form: its key, and its occurrences in the field at hand.
type form struct {
	key   string
	stem  bool
	doc   uint64
	count int32
	next  int32 // next free location
}

// maxForms bounds the keys a builder keeps.
const maxForms = 1 << 17

var builders = sync.Pool{New: func() any { return &builder{forms: map[string]*form{}} }}

// use sets the analyzer; keys made by another one are forgotten.
func (b *builder) use(a *analysis.Analyzer) {
	if b.analyzer != a {
		b.analyzer = a
		clear(b.forms)
	}
}

// bleve returns the bleve document of d.
func (b *builder) bleve(d *Document) *blevedoc {
	stored := d.encode()
	out := &blevedoc{id: d.ID, size: len(stored) + len(d.ID), fields: make([]*textField, 0, 10)}
	out.fields = append(out.fields, &textField{name: fieldDoc, value: stored, options: bleveindex.StoreField})

	b.tokens = b.analyzer.AppendTokens(b.tokens[:0], d.Title)
	titled := len(b.tokens)
	if titled > 0 {
		out.fields = append(out.fields, &textField{name: fieldTitle, options: bleveindex.IndexField, terms: b.terms(false)})
	}
	b.tokens = b.analyzer.AppendTokens(b.tokens, d.Body)
	b.place(titled)
	out.fields = append(out.fields, &textField{name: fieldText, options: bleveindex.IndexField | bleveindex.IncludeTermVectors, terms: b.terms(true)})

	if d.Author != "" {
		b.tokens = b.analyzer.AppendTokens(b.tokens[:0], d.Author)
		out.fields = append(out.fields, &textField{name: fieldAuthor, options: bleveindex.IndexField, terms: b.byline()})
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

// byline counts the terms of an author, stop words among them.
func (b *builder) byline() bleveindex.TokenFrequencies {
	tfs := make(bleveindex.TokenFrequencies, len(b.tokens)+1)
	for i := range b.tokens {
		s := stemOrExact(&b.tokens[i])
		if tfs[s] == nil {
			tfs[s] = &bleveindex.TokenFreq{}
		}
		tfs[s].SetFrequency(tfs[s].Frequency() + 1)
	}
	tfs[lengthExact] = lengthOf(len(b.tokens))
	return tfs
}

// lengthOf is the entry of a length term for a field of n tokens. The frequency
// is n+1: bleve takes frequency 0 for "none kept".
func lengthOf(n int) *bleveindex.TokenFreq {
	tf := &bleveindex.TokenFreq{}
	tf.SetFrequency(n + 1)
	return tf
}

// terms counts the keys of the current tokens, with positions if located.
func (b *builder) terms(located bool) bleveindex.TokenFrequencies {
	b.count()
	tfs := b.memory.terms(len(b.met) + 2)
	slab := b.memory.freqs.take(len(b.met))
	stems, free := 0, int32(0)
	for i, f := range b.met {
		slab[i] = bleveindex.TokenFreq{}
		slab[i].SetFrequency(int(f.count))
		tfs[f.key] = &slab[i]
		if f.stem {
			stems += int(f.count)
		}
		f.next = free // the locations of a form lie side by side
		free += f.count
	}
	if located {
		b.locate(slab)
	}
	tfs[lengthExact], tfs[lengthStem] = lengthOf(len(b.tokens)), lengthOf(stems)
	return tfs
}

// locate gives every form its positions, ascending.
func (b *builder) locate(slab []bleveindex.TokenFreq) {
	locs := b.memory.locs.take(len(b.tokens))
	refs := b.memory.refs.take(len(b.tokens))
	for i := range b.tokens {
		f := b.forms[b.tokens[i].Exact]
		locs[f.next] = bleveindex.TokenLocation{Position: b.tokens[i].Position}
		refs[f.next] = &locs[f.next]
		f.next++
	}
	for i, f := range b.met {
		slab[i].Locations = refs[f.next-f.count : f.next : f.next]
	}
}

// count finds the distinct forms of the current tokens.
func (b *builder) count() {
	if len(b.forms) > maxForms {
		clear(b.forms)
	}
	b.doc++
	clear(b.met)
	b.met = b.met[:0]
	for i := range b.tokens {
		t := &b.tokens[i]
		f := b.forms[t.Exact]
		if f == nil {
			f = &form{key: exactKey(t), stem: t.Stem != ""}
			b.forms[t.Exact] = f
		}
		if f.doc != b.doc {
			f.doc, f.count = b.doc, 0
			b.met = append(b.met, f)
		}
		f.count++
	}
}

func tagField(tags []string) *textField {
	tfs := make(bleveindex.TokenFrequencies, len(tags))
	for _, t := range tags {
		if t == "" {
			continue
		}
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
