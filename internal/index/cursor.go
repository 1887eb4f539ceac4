package index

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"math"
	"slices"

	"github.com/fihris-search/fihris/internal/query"
	"github.com/fihris-search/fihris/internal/rank"
)

// cursor is a place in a list of hits: behind the hit of this score (or place in an
// order by a field) and ID.
type cursor struct {
	score   float64
	at      standing
	id      string
	refined bool // in a list that the second stage has put in order
	meant   bool // in a list that meaning has its part in
}

// A cursor is a byte of marks, the hash of what the list is of, and then of the last
// hit the score's bits, the key in an order by a field, and the text there, a byte of length
// before it; last, its ID. Of groups it is the marks, the hash, and how many come before.
const (
	groupMark   = 0x80
	refinedMark = 0x40
	noneMark    = 0x20 // the last hit has no value in the field
	meantMark   = 0x10 // meaning has its part in the list

	groupHeader  = 1 + 8
	cursorHeader = groupHeader + 8 + 8 + 1
)

// list is a hash of what decides which hits a request lists, and in which order: a
// cursor of another list is refused, for it would skip hits and nobody could see it.
func (req *Request) list() uint64 {
	h := fnv.New64a()
	_, _ = h.Write(req.appendList(make([]byte, 0, 512), req.Group)) // a hash takes all
	return h.Sum64()
}

// appendList appends what decides which hits a request lists, and in which order, and a mark.
func (req *Request) appendList(b []byte, mark bool) []byte {
	b = query.AppendKey(b, req.Query)
	if !req.Filter.IsZero() {
		b = fmt.Appendf(b, "%s %q %q", req.Filter.key(), req.Filter.IDs, req.Filter.Except)
	}
	b = fmt.Appendf(b, "%s %t %t", req.Order, req.Literal, mark)
	if req.Weights != nil {
		b = fmt.Appendf(b, "%v", *req.Weights)
	}
	return b
}

func (p *plan) encodeCursor(req Request, by *sorting, last rank.Hit) (string, error) {
	b := make([]byte, groupHeader, cursorHeader+64)
	if slices.ContainsFunc(p.window, func(h rank.Hit) bool { return h.Doc == last.Doc }) {
		b[0] |= refinedMark
	}
	if p.near != nil {
		b[0] |= meantMark
	}
	binary.BigEndian.PutUint64(b[1:], req.list())
	s, n := p.v.locate(last.Doc)
	var at standing
	if by != nil {
		places, err := by.places(p.ctx, s)
		if err != nil {
			return "", err
		}
		if at = places(n); at.none {
			b[0] |= noneMark
		}
	}
	b = binary.BigEndian.AppendUint64(b, math.Float64bits(last.Score))
	b = binary.BigEndian.AppendUint64(b, uint64(at.key))
	b = append(append(b, byte(len(at.text))), at.text...)
	id, err := s.docID(n)
	if err != nil {
		return "", err
	}
	return base64.RawURLEncoding.EncodeToString(append(b, id...)), nil
}

// decodeCursor takes the text of a cursor apart: its marks and what is behind the hash.
func (req *Request) decodeCursor() (marks byte, rest []byte, err error) {
	b, err := base64.RawURLEncoding.DecodeString(req.After)
	if err != nil || len(b) < groupHeader {
		return 0, nil, fmt.Errorf("%w: it cannot be read", ErrCursor)
	}
	if binary.BigEndian.Uint64(b[1:]) != req.list() || (b[0]&groupMark != 0) != req.Group {
		return 0, nil, fmt.Errorf("%w: it is of another query, filter or order; ask for the first page", ErrCursor)
	}
	return b[0] &^ groupMark, b[groupHeader:], nil
}

// readCursor reads the cursor of a request, nil if it has none.
func (p *plan) readCursor(req Request) (*cursor, error) {
	if req.After == "" {
		return nil, nil
	}
	marks, b, err := req.decodeCursor()
	if err != nil {
		return nil, err
	}
	const header = cursorHeader - groupHeader
	if len(b) < header || len(b) < header+int(b[header-1]) {
		return nil, fmt.Errorf("%w: it cannot be read", ErrCursor)
	}
	text, id := b[header:header+int(b[header-1])], b[header+int(b[header-1]):]
	at := &cursor{
		score:   math.Float64frombits(binary.BigEndian.Uint64(b)),
		at:      standing{none: marks&noneMark != 0, key: int64(binary.BigEndian.Uint64(b[8:])), text: string(text)},
		id:      string(id),
		refined: marks&refinedMark != 0,
		meant:   marks&meantMark != 0,
	}
	if math.IsNaN(at.score) {
		return nil, fmt.Errorf("%w: it cannot be read", ErrCursor)
	}
	return at, nil
}

// errMeantCursor is the error of a cursor in a list that cannot be made again.
var errMeantCursor = fmt.Errorf("%w: it leads on in a list of words and meaning, and the embedder does not answer now; ask for the first page", ErrCursor)

// encodeGroupCursor is the cursor behind the first n groups.
func encodeGroupCursor(req Request, n int) string {
	b := make([]byte, groupHeader, groupHeader+binary.MaxVarintLen64)
	b[0] = groupMark
	if req.Refine {
		b[0] |= refinedMark
	}
	if req.near != nil && req.near.found != nil && req.near.found.Count() > 0 {
		b[0] |= meantMark
	}
	binary.BigEndian.PutUint64(b[1:], req.list())
	return base64.RawURLEncoding.EncodeToString(binary.AppendUvarint(b, uint64(n)))
}

// groupCursor reads how many groups come before the page, and whether the
// list goes on refined.
func groupCursor(req *Request) (int, error) {
	if req.After == "" {
		return 0, nil
	}
	marks, b, err := req.decodeCursor()
	if err != nil {
		return 0, err
	}
	n, size := binary.Uvarint(b)
	if size != len(b) || n > maxGroups {
		return 0, fmt.Errorf("%w: it cannot be read", ErrCursor)
	}
	req.Refine = marks&refinedMark != 0
	switch meant := marks&meantMark != 0; {
	case !meant:
		req.near = nil // the list is of words
	case req.near == nil || req.near.vector == nil:
		return 0, errMeantCursor
	}
	return int(n), nil
}

// maxGroups is the farthest that a request can lead.
const maxGroups = 1 << 24
