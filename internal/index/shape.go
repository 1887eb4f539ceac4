package index

import (
	"encoding/binary"
	"slices"
	"strings"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/posting"
)

// The words of a text have positions, and nothing says where in the text these are. Its pieces
// (analysis.Pieces) say it, for mostly a piece is a word, and takes one position. The field "shape"
// has what they do not tell without the vocabulary, and what the words alone do not:
//
//	w delta    a word before which there are delta positions more than pieces, but for those told of words before it
//	m          the first word of a piece of several
//	s          the first word of a sentence, as runs of words have it, and behind the last word
//	n key      a name of several words, whose key this is: its first word
//
// With the first two a line of a concordance is cut out of a text that was not analyzed; with the
// last two the order of all words is in the index. 1 % of an index.
const (
	shapeShift    = "w"
	shapeSeveral  = "m"
	shapeSentence = "s"
	shapeName     = "n"
)

// sentenceEnds are the signs over which no run of words goes.
const sentenceEnds = "\n.!?؟؛…۔"

// endsSentence says whether what stands between two words ends a sentence.
func endsSentence(gap string) bool { return gap != " " && strings.ContainsAny(gap, sentenceEnds) }

// shape adds the shape of a title or a body; of a title, which is short, no more than its order.
func (c *collector) shape(field *posting.BuilderField, text string, tokens []analysis.Token, body bool) {
	shift, piece, end, before := 0, uint32(0), 0, 0
	several := false // told of the piece at hand
	for i := range tokens {
		t := &tokens[i]
		if !t.IsWritten() {
			field.Add(field.Term(shapeName+keyAt(analysis.Exact, t)), uint32(t.Position))
			continue
		}
		if end > 0 && t.Start >= end && endsSentence(text[end:t.Start]) {
			field.Add(field.Term(shapeSentence), uint32(t.Position))
		}
		end = max(end, t.End)
		if !body {
			continue
		}
		if t.Piece == piece {
			if !several {
				field.Add(field.Term(shapeSeveral), uint32(before))
				several = true
			}
			continue
		}
		piece, before, several = t.Piece, t.Position, false
		if now := t.Position - (bodyPosition - 1) - int(piece); now != shift {
			field.Add(field.Term(shiftTerm(now-shift)), uint32(t.Position))
			shift = now
		}
	}
	if i := len(tokens) - 1; i >= 0 {
		last := tokens[i].Position + int(tokens[i].Width)
		if !body {
			last = min(last, bodyPosition-1)
		}
		field.Add(field.Term(shapeSentence), uint32(last))
	}
}

func shiftTerm(delta int) string {
	return string(binary.AppendVarint([]byte(shapeShift), int64(delta)))
}

// shapes reads the shapes of documents.
type shapes struct {
	v    *view
	segs []*segmentShapes // nil where it was not read yet
}

type segmentShapes struct {
	deltas  []int
	shifts  []*posting.Places // by delta
	several *posting.Places   // nil for none
}

func newShapes(v *view) *shapes { return &shapes{v, make([]*segmentShapes, len(v.segs))} }

// shift is a word before which there are more positions than pieces.
type shift struct {
	position uint32
	delta    int
}

// of returns where the words of a document shift, and which begin a piece of several, ascending.
func (s *shapes) of(doc uint64) (shifts []shift, several []uint32, err error) {
	segment, n := s.v.rank.Locate(doc)
	g := s.segs[segment]
	if g == nil {
		if g, err = openShapes(s.v.segs[segment]); err != nil {
			return nil, nil, err
		}
		s.segs[segment] = g
	}
	for i, p := range g.shifts {
		at, err := placesIn(p, n)
		if err != nil {
			return nil, nil, err
		}
		for _, position := range at {
			shifts = append(shifts, shift{position, g.deltas[i]})
		}
	}
	slices.SortFunc(shifts, func(a, b shift) int { return int(a.position) - int(b.position) })
	if g.several != nil {
		if several, err = placesIn(g.several, n); err != nil {
			return nil, nil, err
		}
	}
	return shifts, several, nil
}

func openShapes(s *segment) (*segmentShapes, error) {
	g := &segmentShapes{}
	c := s.seg.Field(fieldShape).From(shapeSeveral)
	for c.Next() {
		term := c.Term()
		switch {
		case string(term) == shapeSeveral:
			g.several = &posting.Places{}
			if err := g.several.Reset(c.List()); err != nil {
				return nil, damage(err)
			}
		case term[0] == shapeShift[0]:
			delta, n := binary.Varint(term[1:])
			if n != len(term)-1 {
				return nil, damage(posting.ErrCorrupt)
			}
			p := &posting.Places{}
			if err := p.Reset(c.List()); err != nil {
				return nil, damage(err)
			}
			g.deltas, g.shifts = append(g.deltas, int(delta)), append(g.shifts, p)
		default: // a name, or the end of sentences
			if term[0] == shapeName[0] {
				c = s.seg.Field(fieldShape).From(shapeSentence)
			}
		}
	}
	return g, damage(c.Err())
}

// placesIn are the positions of a list in a document, if any.
func placesIn(p *posting.Places, doc uint32) ([]uint32, error) {
	ok, err := p.Holds(doc)
	if err != nil || !ok {
		return nil, damage(err)
	}
	at, err := p.Positions()
	return at, damage(err)
}
