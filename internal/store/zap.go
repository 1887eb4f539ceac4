package store

import (
	"context"
	"encoding/binary"
	"fmt"

	"github.com/fihris-search/fihris/internal/posting"
)

// Up to format 1 segments were bleve's own, in the layout zap 17. Of these only
// the stored documents are read, and no library is linked for that: where each
// lies is a number, its ID stands before it, and it is one value.

// zapVersion is the only one that was ever written.
const zapVersion = 17

// The end of a segment of zap: documents, where the list of documents is, where
// the sections are (8 bytes each), chunk mode, version, CRC-32 (4 bytes each).
const zapFooter = 3*8 + 3*4

// zapDocuments are the documents of a segment of zap.
type zapDocuments struct {
	data  []byte
	index uint64 // where the list of documents is
	docs  int
}

// openZap reads where the documents of a segment of zap are.
func openZap(data []byte) (*zapDocuments, error) {
	if len(data) < zapFooter {
		return nil, fmt.Errorf("%w: it is cut short", posting.ErrCorrupt)
	}
	end := data[len(data)-zapFooter:]
	docs, index := binary.BigEndian.Uint64(end), binary.BigEndian.Uint64(end[8:])
	if v := binary.BigEndian.Uint32(end[28:]); v != zapVersion {
		return nil, fmt.Errorf("%w: it does not end as a segment does (version %d)", posting.ErrCorrupt, v)
	}
	if room := uint64(len(data) - zapFooter); index > room || docs > (room-index)/8 {
		return nil, fmt.Errorf("%w: %d documents at %d", posting.ErrCorrupt, docs, index)
	}
	return &zapDocuments{data, index, int(docs)}, nil
}

// Docs counts the documents.
func (z *zapDocuments) Docs() int { return z.docs }

// InOrder knows no order.
func (z *zapDocuments) InOrder(place int) uint32 { return uint32(place) }

// ID is the ID of a document; empty if the segment is damaged.
func (z *zapDocuments) ID(doc uint32) []byte {
	id, _ := z.document(doc)
	return id
}

// Stored returns the stored form of a document.
func (z *zapDocuments) Stored(ctx context.Context, doc uint32) ([]byte, error) {
	_, packed := z.document(doc)
	b, err := posting.Unpack(ctx, packed)
	if err != nil {
		return nil, fmt.Errorf("document %d: %w", doc, err)
	}
	return b, nil
}

// document returns the ID of a document and its one value, packed: how long the
// description of its values is, how long ID and values are, the description, which
// begins with the length of the ID, then these.
func (z *zapDocuments) document(doc uint32) (id, packed []byte) {
	at := binary.BigEndian.Uint64(z.data[z.index+8*uint64(doc):])
	if at >= z.index {
		return nil, nil
	}
	rest := z.data[at:z.index]
	described, n := binary.Uvarint(rest)
	if n <= 0 {
		return nil, nil
	}
	rest = rest[n:]
	size, n := binary.Uvarint(rest)
	if n <= 0 || described > uint64(len(rest)-n) || size > uint64(len(rest)-n)-described {
		return nil, nil
	}
	rest = rest[n:]
	length, n := binary.Uvarint(rest[:described])
	if n <= 0 || length > size {
		return nil, nil
	}
	values := rest[described : described+size]
	return values[:length], values[length:]
}
