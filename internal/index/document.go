package index

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"slices"
	"strings"
	"time"
	"unsafe"
)

// Document is an article inside the index. It has the fields of the root
// package's Article in the same order, so that one converts to the other in a
// word and a drift between them does not compile.
type Document struct {
	ID        string
	Title     string
	Body      string
	Author    string
	Source    string
	Section   string
	URL       string
	Published time.Time
	Tags      []string
	Extra     map[string]any
	File      string
	Vector    []float32

	VectorModel string
}

// The stored form of a document, without its ID, which stands beside it:
// a version byte, the 32 bytes of the content hash, the strings in the order
// of the struct, the date as seconds since 1970 (a varint, preceded by 1 if
// there is one), the tags, the extra values as JSON; then, outside of the
// hash, for they are no content, the file, and the CRC-32 of the ID, a NUL and the
// file. Strings are preceded by their length as a uvarint, lists by the number
// of their elements.
//
// Version 1 had strings only for extra values, as a list of keys and values,
// and no file; version 2 no CRC-32. Version 4 is version 3 with a vector behind it, see vector.go. Articles can be taken out of an index of any
// format (see Archive): every version stays readable.
const (
	storedVersion      = 3
	vectorVersion      = 4
	firstStoredVersion = 1
	hashSize           = sha256.Size
)

// size is how many bytes the texts of d take, about; extra values a multiple of theirs.
func (d *Document) size() int {
	n := len(d.ID) + len(d.File) + 8*extraSize(d.Extra)
	for _, f := range texts {
		n += len(*f.of(d))
	}
	for _, t := range d.Tags {
		n += len(t) + 16
	}
	return n + 4*len(d.Vector)
}

func appendString(b []byte, s string) []byte {
	b = binary.AppendUvarint(b, uint64(len(s)))
	return append(b, s...)
}

// appendStored appends the stored form of d. It ends early, with its error, when ctx does.
func (d *Document) appendStored(ctx context.Context, b []byte) ([]byte, error) {
	n := 1 + hashSize + len(d.File) + 64 // numbers, and a few tags
	for _, f := range texts {
		n += len(*f.of(d))
	}
	b = append(slices.Grow(b, n), storedVersion)
	at := len(b)
	b = d.appendContent(append(b, make([]byte, hashSize)...))
	h, err := hash(ctx, b[at+hashSize:])
	if err != nil {
		return b, err
	}
	copy(b[at:], h)
	return binary.LittleEndian.AppendUint32(appendString(b, d.File), d.nameSum()), nil
}

// hash is the SHA-256 of a content. That of a book takes a tenth of a second: it ends early,
// with its error, when ctx does.
func hash(ctx context.Context, content []byte) ([]byte, error) {
	if len(content) <= copyBytes {
		h := sha256.Sum256(content)
		return h[:], nil
	}
	h := sha256.New()
	for part := range slices.Chunk(content, copyBytes) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		_, _ = h.Write(part) // a hash takes all
	}
	return h.Sum(nil), nil
}

// nameSum is the checksum of what is no content: what a document is called.
func (d *Document) nameSum() uint32 { return crc32.ChecksumIEEE([]byte(d.ID + "\x00" + d.File)) }

// provesID says whether the stored form of a document has a checksum of its ID.
func provesID(stored []byte) bool { return len(stored) > 0 && stored[0] >= 3 }

// appendContent appends everything of d but its ID.
func (d *Document) appendContent(b []byte) []byte {
	for _, f := range texts {
		b = appendString(b, *f.of(d))
	}
	if d.Published.IsZero() {
		b = append(b, 0)
	} else {
		b = append(b, 1)
		b = binary.AppendVarint(b, d.Published.Unix())
	}
	b = binary.AppendUvarint(b, uint64(len(d.Tags)))
	for _, t := range d.Tags {
		b = appendString(b, t)
	}
	extra, _ := encodeExtra(d.Extra) // Validate has refused what cannot be written
	return appendString(b, string(extra))
}

// decode reads the stored form into d, whose ID is there already. The strings are
// copies: nothing points into b. It is compared
// with its hash: a text is shown as it was taken, or not at all. It ends early, with
// its error, when ctx does.
func (d *Document) decode(ctx context.Context, b []byte) error {
	return d.decodeAs(ctx, b, decoding{extra: true})
}

// decoding is how a stored form is read.
type decoding struct {
	shares bool // strings point into the stored form, which nobody changes, unless it has a vector
	extra  bool // with extra values
}

func (d *Document) decodeAs(ctx context.Context, b []byte, as decoding) error {
	if len(b) < 1+hashSize || b[0] < firstStoredVersion || b[0] > vectorVersion {
		return fmt.Errorf("stored article of unknown version: %w", ErrCorrupt)
	}
	var vector []byte
	b, vector, err := splitVector(b)
	if err == nil {
		err = d.readVector(vector)
	}
	if err != nil {
		return err
	}
	if err := ctx.Err(); err != nil { // unpacking a book and copying it take their time, too
		return err
	}
	version, r := b[0], reader{b: b[1+hashSize:], ctx: ctx, shares: as.shares && len(vector) == 0}
	for _, f := range texts {
		*f.of(d) = r.string()
	}
	if r.byte() == 1 {
		d.Published = time.Unix(r.varint(), 0).UTC()
	}
	if n := r.count(); n > 0 {
		d.Tags = make([]string, n)
		for i := range d.Tags {
			d.Tags[i] = r.string()
		}
	}
	switch {
	case version == 1:
		d.Extra = r.extraStrings()
	case as.extra:
		d.Extra = r.extra()
	default:
		_ = r.part()
	}
	content := b[1+hashSize : len(b)-len(r.b)]
	if version > 1 {
		d.File = r.string()
	}
	named := !provesID(b) || r.uint32() == d.nameSum()
	if err := ctx.Err(); err != nil { // which makes a reader bad, too
		return err
	}
	if r.bad || len(r.b) > 0 {
		return fmt.Errorf("stored article cut short or too long: %w", ErrCorrupt)
	}
	h, err := hash(ctx, content)
	if err != nil {
		return err
	}
	if !bytes.Equal(h, b[1:1+hashSize]) {
		return fmt.Errorf("stored article does not agree with its checksum: %w", ErrCorrupt)
	}
	if !named {
		return fmt.Errorf("the ID of a stored article, or the name of its file, does not agree with its checksum: %w", ErrCorrupt)
	}
	return nil
}

// decodeText reads title and body only, the first of the stored form, and does not compare them with the hash: what
// is shown goes through decode. They point into b, which nobody may change.
func decodeText(b []byte) (title, body string, err error) {
	if len(b) < 1+hashSize || b[0] < firstStoredVersion || b[0] > vectorVersion {
		return "", "", fmt.Errorf("stored article of unknown version: %w", ErrCorrupt)
	}
	r := reader{b: b[1+hashSize:], shares: true}
	if title, body = r.string(), r.string(); r.bad {
		return "", "", fmt.Errorf("stored article cut short: %w", ErrCorrupt)
	}
	return title, body, nil
}

// reader takes a stored article apart; after the first short read it stays bad.
type reader struct {
	b      []byte
	bad    bool
	ctx    context.Context // looked at while much is copied; nil for never
	shares bool            // strings point into b
}

func (r *reader) byte() byte {
	if len(r.b) == 0 {
		r.bad = true
		return 0
	}
	c := r.b[0]
	r.b = r.b[1:]
	return c
}

func (r *reader) uint32() uint32 {
	if len(r.b) < 4 {
		r.bad = true
		return 0
	}
	v := binary.LittleEndian.Uint32(r.b)
	r.b = r.b[4:]
	return v
}

func (r *reader) uvarint() uint64 {
	v, n := binary.Uvarint(r.b)
	if n <= 0 {
		r.bad, r.b = true, nil
		return 0
	}
	r.b = r.b[n:]
	return v
}

func (r *reader) varint() int64 {
	v, n := binary.Varint(r.b)
	if n <= 0 {
		r.bad, r.b = true, nil
		return 0
	}
	r.b = r.b[n:]
	return v
}

// count reads a number of elements, of which each takes a byte at least.
func (r *reader) count() int {
	n := r.uvarint()
	if n > uint64(len(r.b)) {
		r.bad = true
		return 0
	}
	return int(n)
}

// extra reads extra values.
func (r *reader) extra() map[string]any {
	extra, err := decodeExtra(r.part())
	r.bad = r.bad || err != nil
	return extra
}

// extraStrings reads extra values as they were in version 1.
func (r *reader) extraStrings() map[string]any {
	n := r.count()
	if n == 0 {
		return nil
	}
	extra := make(map[string]any, n)
	for range n {
		k := r.string()
		extra[k] = r.string()
	}
	return extra
}

// part reads a number of bytes, and so many.
func (r *reader) part() []byte {
	n := r.count()
	if r.bad {
		return nil
	}
	part := r.b[:n:n]
	r.b = r.b[n:]
	return part
}

func (r *reader) string() string {
	part := r.part()
	if r.shares {
		return unsafe.String(unsafe.SliceData(part), len(part))
	}
	return r.copied(part)
}

// copyBytes is how much of a text is copied or hashed without a look at the context.
const copyBytes = 1 << 20

// copied is a copy of a text. That of a book, with what the collector does meanwhile, takes a tenth of a second.
func (r *reader) copied(b []byte) string {
	if len(b) <= copyBytes || r.ctx == nil {
		return string(b)
	}
	var s strings.Builder
	s.Grow(len(b))
	for part := range slices.Chunk(b, copyBytes) {
		if r.ctx.Err() != nil {
			r.bad = true
			return ""
		}
		_, _ = s.Write(part) // which never fails
	}
	return s.String()
}
