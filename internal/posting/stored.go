package posting

import (
	"context"
	"encoding/binary"
	"fmt"
	"math"
	"slices"

	"github.com/golang/snappy"
)

// A document is one block of snappy, which begins with how long it is unpacked. One of
// more than blockBytes is cut, so that whoever packs or unpacks a book can look at his
// context between two blocks: a 0, which no document of a byte or more begins with, its
// length, and its blocks, of blockBytes each but for the last, each behind its length.
const blockBytes = 1 << 20

// mostGrowth is how many times as long as packed a document can be: three bytes
// are a copy of 64 at most.
const mostGrowth = 64

// appendPacked appends a document as it lies in a segment. When ctx is done it ends early,
// with its error.
func appendPacked(ctx context.Context, dst, doc []byte) ([]byte, error) {
	if len(doc) <= blockBytes {
		return appendBlock(dst, doc), nil
	}
	dst = binary.AppendUvarint(append(dst, 0), uint64(len(doc)))
	var scratch []byte
	for part := range slices.Chunk(doc, blockBytes) {
		if err := ctx.Err(); err != nil {
			return dst, err
		}
		scratch = appendBlock(scratch[:0], part)
		dst = append(binary.AppendUvarint(dst, uint64(len(scratch))), scratch...)
	}
	return dst, nil
}

func appendBlock(dst, part []byte) []byte {
	at := len(dst)
	dst = grow(dst, snappy.MaxEncodedLen(len(part)))
	return dst[:at+len(snappy.Encode(dst[at:cap(dst)], part))]
}

// Unpack returns the document that lies packed in a segment, a copy. When ctx is done it
// ends early, with its error; any other error is ErrCorrupt.
func Unpack(ctx context.Context, packed []byte) ([]byte, error) {
	if len(packed) < 2 || packed[0] != 0 {
		return unpackBlock(nil, packed)
	}
	size, n := binary.Uvarint(packed[1:])
	// What it claims to unpack to is made room for before it is unpacked.
	if n <= 0 || size > min(mostGrowth*uint64(len(packed)), math.MaxInt32) {
		return nil, fmt.Errorf("%w: %d bytes claim to be of %d", ErrCorrupt, len(packed), size)
	}
	rest := packed[1+n:]
	doc := make([]byte, 0, size)
	for len(doc) < int(size) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		length, n := binary.Uvarint(rest)
		if n <= 0 || length > uint64(len(rest)-n) {
			return nil, fmt.Errorf("%w: it ends at byte %d of %d", ErrCorrupt, len(doc), size)
		}
		want := min(blockBytes, int(size)-len(doc))
		block, err := unpackBlock(doc[len(doc):len(doc):len(doc)+want], rest[n:n+int(length)])
		if err != nil {
			return nil, err
		}
		if len(block) != want {
			return nil, fmt.Errorf("%w: a block of %d bytes, not of %d", ErrCorrupt, len(block), want)
		}
		doc, rest = doc[:len(doc)+want], rest[n+int(length):]
	}
	if len(rest) > 0 {
		return nil, fmt.Errorf("%w: %d bytes behind its end", ErrCorrupt, len(rest))
	}
	return doc, nil
}

// unpackBlock unpacks a block, into dst where that has room for it.
func unpackBlock(dst, packed []byte) ([]byte, error) {
	if n, err := snappy.DecodedLen(packed); err != nil || n > mostGrowth*len(packed) {
		return nil, fmt.Errorf("%w: %d bytes claim to be of %d", ErrCorrupt, len(packed), n)
	}
	b, err := snappy.Decode(dst[:cap(dst)], packed)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrCorrupt, err)
	}
	return b, nil
}
