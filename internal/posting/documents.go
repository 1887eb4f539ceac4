package posting

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"sort"

	"github.com/RoaringBitmap/roaring/v2"
)

// Documents are the first five parts of a segment: what was stored, and the IDs.
// They lie before everything that is made of them, in the same way in every
// version of the layout, so that they can be read whatever becomes of the rest.
type Documents struct {
	docs       int
	stored     []byte
	storedEnds []byte
	ids        []byte
	idEnds     []byte
	byID       []byte // nil where it was lost
}

// OpenDocuments reads where the documents of a segment are, of any version, also
// where its directory or all behind the documents is damaged or cut off. It finds
// nothing else wrong: the checksum is that of the whole segment. guessed says
// that the directory could not be used. When ctx is done it ends early, with its error.
func OpenDocuments(ctx context.Context, data []byte) (d *Documents, guessed bool, err error) {
	if len(data) < len(magic) || string(data[:len(magic)]) != magic {
		return nil, false, fmt.Errorf("%w: it does not begin as a segment does", ErrCorrupt)
	}
	if d := documentsOfDirectory(data); d != nil {
		return d, false, nil
	}
	d, err = findDocuments(ctx, data)
	if d != nil || err != nil {
		return d, true, err
	}
	return nil, true, fmt.Errorf("%w: where its documents are cannot be told", ErrCorrupt)
}

// documentsOfDirectory reads the beginning of the directory; nil if it says what
// cannot be.
func documentsOfDirectory(data []byte) *Documents {
	if len(data) < len(magic)+footerSize {
		return nil
	}
	end := len(data) - footerSize
	at, docs := binary.LittleEndian.Uint64(data[end:]), binary.LittleEndian.Uint32(data[end+8:])
	if at > uint64(end) || uint64(docs) > uint64(end/bytesOfDoc) {
		return nil
	}
	dir := directory{data: data[:end], left: data[at:end]}
	d := dir.documents(int(docs))
	if dir.bad || !d.follow(data) {
		return nil
	}
	return d
}

// documents reads the spans of the documents.
func (d *directory) documents(docs int) *Documents {
	return &Documents{
		docs: docs, stored: d.span(), storedEnds: d.spanOf(8 * docs),
		ids: d.span(), idEnds: d.spanOf(4 * docs), byID: d.spanOf(4 * docs),
	}
}

// follow says whether the parts lie one after another from the beginning, and
// end where their last documents do.
func (d *Documents) follow(data []byte) bool {
	at := len(magic)
	for _, part := range [][]byte{d.stored, d.storedEnds, d.ids, d.idEnds, d.byID} {
		if len(part) > len(data)-at || len(part) > 0 && &part[0] != &data[at] {
			return false
		}
		at += len(part)
	}
	return d.docs == 0 || d.storedEnd(d.docs-1) == uint64(len(d.stored)) && d.idEnd(d.docs-1) == uint64(len(d.ids))
}

// findDocuments finds the documents without the directory: where the last of
// them ends is a number that says how far it is from itself. nil for nowhere.
func findDocuments(ctx context.Context, data []byte) (*Documents, error) {
	const begin = len(magic)
	for at := begin; at+8 <= len(data); at++ {
		if at%(1<<20) == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		size := binary.LittleEndian.Uint64(data[at:])
		if size == 0 || size > uint64(at-begin) {
			continue
		}
		ends := begin + int(size)
		if (at-ends)%8 != 0 {
			continue
		}
		d := &Documents{docs: (at-ends)/8 + 1, stored: data[begin:ends], storedEnds: data[ends : at+8]}
		if ascends(d.docs, d.storedEnd) && d.findIDs(data[at+8:]) {
			return d, nil
		}
	}
	return nil, nil
}

// findIDs finds the IDs at the beginning of what lies behind the documents.
func (d *Documents) findIDs(rest []byte) bool {
	for size := d.docs; size+4*d.docs <= len(rest); size++ { // each has a byte at least
		if binary.LittleEndian.Uint32(rest[size+4*(d.docs-1):]) != uint32(size) {
			continue
		}
		d.ids, d.idEnds = rest[:size], rest[size:size+4*d.docs]
		if ascends(d.docs, d.idEnd) {
			if behind := rest[size+4*d.docs:]; len(behind) >= 4*d.docs {
				d.byID = behind[:4*d.docs]
			}
			return true
		}
	}
	return false
}

// ascends says whether every document ends behind the one before.
func ascends(docs int, end func(int) uint64) bool {
	last := uint64(0)
	for i := range docs {
		if end(i) <= last {
			return false
		}
		last = end(i)
	}
	return true
}

// Docs counts the documents.
func (d *Documents) Docs() int { return d.docs }

// between cuts the part of a document out of parts that lie one after another.
func between(parts []byte, end func(doc int) uint64, doc int) []byte {
	from := uint64(0)
	if doc > 0 {
		from = end(doc - 1)
	}
	to := end(doc)
	if from > to || to > uint64(len(parts)) {
		return nil
	}
	return parts[from:to]
}

func (d *Documents) storedEnd(doc int) uint64 {
	return binary.LittleEndian.Uint64(d.storedEnds[8*doc:])
}

func (d *Documents) idEnd(doc int) uint64 {
	return uint64(binary.LittleEndian.Uint32(d.idEnds[4*doc:]))
}

// ID is the ID of a document; empty if the segment is damaged.
func (d *Documents) ID(doc uint32) []byte {
	if uint64(doc) >= uint64(d.docs) {
		return nil
	}
	return between(d.ids, d.idEnd, int(doc))
}

// Stored returns the stored form of a document, a copy. When ctx is done it ends early, with
// its error; any other error is ErrCorrupt.
func (d *Documents) Stored(ctx context.Context, doc uint32) ([]byte, error) {
	if uint64(doc) >= uint64(d.docs) {
		return nil, fmt.Errorf("%w: document %d of %d", ErrCorrupt, doc, d.docs)
	}
	b, err := Unpack(ctx, between(d.stored, d.storedEnd, int(doc)))
	if err != nil {
		return nil, fmt.Errorf("document %d: %w", doc, err)
	}
	return b, nil
}

// InOrder returns the document at a place of the order of IDs; where that order
// was lost, the document of that number.
func (d *Documents) InOrder(place int) uint32 {
	if d.byID == nil {
		return uint32(place)
	}
	return binary.LittleEndian.Uint32(d.byID[4*place:])
}

// Find returns the document of an ID.
func (d *Documents) Find(id string) (doc uint32, ok bool) {
	key := []byte(id)
	i := sort.Search(d.docs, func(i int) bool { return bytes.Compare(d.ID(d.InOrder(i)), key) >= 0 })
	if i == d.docs {
		return 0, false
	}
	doc = d.InOrder(i)
	return doc, string(d.ID(doc)) == id
}

// FindAll returns the documents of those of the IDs that the segment has.
func (d *Documents) FindAll(ids []string) *roaring.Bitmap {
	docs := roaring.New()
	for _, id := range ids {
		if n, ok := d.Find(id); ok {
			docs.Add(n)
		}
	}
	return docs
}
