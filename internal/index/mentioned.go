package index

import (
	"context"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/fihris-search/fihris/internal/analysis"
	calendar "github.com/fihris-search/fihris/internal/dates"
	"github.com/fihris-search/fihris/internal/docset"
)

// The dates that a text mentions are terms of a field: the first day and the day behind the
// last one, four bytes each, which sort as the days do. So those of a period are a range of the
// dictionary, which has some tens of thousands of them at most.

// mentioned adds the dates that the title and the body mention.
func (c *collector) mentioned(ctx context.Context, d *Document, titled int) error {
	if err := c.readMentions(ctx, d, c.tokens, titled); err != nil || len(c.mentions) == 0 {
		return err
	}
	f := c.out.Field(fieldMentioned, false)
	for i := range c.mentions {
		m := &c.mentions[i]
		f.Add(f.Term(mentionTerm(m.From, m.To)), 0)
	}
	return nil
}

// readMentions makes c.mentions those of a document.
func (c *collector) readMentions(ctx context.Context, d *Document, tokens []analysis.Token, titled int) (err error) {
	if c.mentions, err = c.reader.Mentions(ctx, c.mentions[:0], d.Title, tokens[:titled], d.Published); err == nil {
		c.mentions, err = c.reader.Mentions(ctx, c.mentions, d.Body, tokens[titled:], d.Published)
	}
	return err
}

func mentionTerm(from, to time.Time) string {
	var b [8]byte
	binary.BigEndian.PutUint32(b[:4], dayNumber(from))
	binary.BigEndian.PutUint32(b[4:], dayNumber(to))
	return string(b[:])
}

// dayNumber counts days, from one before every date that is read.
func dayNumber(t time.Time) uint32 { return uint32(floorDay(t.Unix()) + 1<<31) }

// mentioning is the set of documents that mention a date within a period; a zero time
// leaves that side open.
func (v *view) mentioning(ctx context.Context, from, to time.Time) (docset.Set, error) {
	return v.kept(fmt.Sprintf("mentioning %s %s", from.UTC(), to.UTC()), func() (docset.Set, error) {
		first, last := "", uint32(1<<32-1)
		if !from.IsZero() {
			first = mentionTerm(from, time.Unix(-1<<31*86400, 0))
		}
		if !to.IsZero() {
			last = dayNumber(to)
		}
		var terms []string
		for _, s := range v.segs {
			damaged := false
			err := s.terms(fieldMentioned, first, "", func(term string, _ uint64) bool {
				if damaged = len(term) != 8; damaged || binary.BigEndian.Uint32([]byte(term)) >= last {
					return false
				}
				if binary.BigEndian.Uint32([]byte(term[4:])) <= last {
					terms = append(terms, term)
				}
				return true
			})
			if damaged {
				err = fmt.Errorf("%w: a date in the text", ErrCorrupt)
			}
			if err != nil {
				return nil, err
			}
		}
		slices.Sort(terms)
		return v.holding(ctx, fieldMentioned, slices.Compact(terms)...)
	})
}

// mentionedPeriod says how many documents mention a date, and the first and the last day of these;
// those of documents removed since the last merge count still.
func (v *view) mentionedPeriod(ctx context.Context) (n uint64, first, last time.Time, err error) {
	if v.lexis != nil {
		return v.mentionedElsewhere()
	}
	all, err := v.mentioning(ctx, time.Time{}, time.Time{})
	if err != nil || all.Count() == 0 {
		return 0, first, last, err
	}
	day := func(n uint32) time.Time { return time.Unix((int64(n)-1<<31)*86400, 0).UTC() }
	from, to := uint32(1<<32-1), uint32(0)
	for _, s := range v.segs {
		err := s.terms(fieldMentioned, "", "", func(term string, _ uint64) bool {
			if len(term) == 8 {
				from = min(from, binary.BigEndian.Uint32([]byte(term)))
				to = max(to, binary.BigEndian.Uint32([]byte(term[4:])))
			}
			return true
		})
		if err != nil {
			return 0, first, last, err
		}
	}
	return all.Count(), day(from), day(to - 1), nil
}

// Mention is a date that an article mentions.
type Mention struct {
	InTitle         bool
	Start, End      int // bytes of the title or the body
	From, To        time.Time
	ISO             string
	Hijri, Relative bool
}

// A text is read for its dates in pieces of so many bytes, for the words of a book take twenty times as much as
// the book. Each is read with what stands around it, which is more than any date takes.
const (
	mentionedPiece  = 1 << 20
	mentionedAround = 4 << 10
)

// spaceBehind is the place of the first space from a place on; that place itself where no word is so long, 0 or the
// end where it is outside.
func spaceBehind(text string, at int) int {
	if at <= 0 || at >= len(text) {
		return min(max(at, 0), len(text))
	}
	if i := strings.IndexAny(text[at:min(at+mentionedAround/2, len(text))], " \n"); i >= 0 {
		return at + i
	}
	return at
}

// Mentions lists the dates that an article mentions, the title before the body.
func (ix *Index) Mentions(ctx context.Context, d *Document) (all []Mention, err error) {
	leave, err := ix.enter(ctx)
	if err != nil {
		return nil, err
	}
	defer leave(&err)
	var tokens []analysis.Token
	for _, title := range [...]bool{true, false} {
		text := d.Body
		if title {
			text = d.Title
		}
		for from := 0; from < len(text); from += mentionedPiece {
			to := from + mentionedPiece
			start, end := spaceBehind(text, from-mentionedAround), spaceBehind(text, to+mentionedAround)
			if tokens, err = ix.analyzer.AppendTokensWithin(ctx, tokens[:0], text[start:end]); err != nil {
				return nil, err
			}
			found, err := calendar.Mentions(ctx, text[start:end], tokens, d.Published)
			if err != nil {
				return nil, err
			}
			for _, m := range found {
				if at := start + m.Start; at >= from && at < to {
					all = append(all, Mention{title, at, start + m.End, m.From, m.To, m.ISO(), m.Hijri, m.Relative})
				}
			}
		}
	}
	return all, nil
}
