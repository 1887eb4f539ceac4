package index

import (
	"context"
	"math"
	"time"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/docset"
)

// Stats describes an index.
type Stats struct {
	Articles        uint64
	Tokens          uint64 // words of all articles, titles included
	Bytes           int64  // on disk; 0 in memory
	Segments        int
	Oldest, Newest  time.Time
	AnalyzerVersion int
	FormatVersion   int
	Fields          []string // of one's own, in their notation
}

// Stats counts what the index holds.
func (ix *Index) Stats(ctx context.Context) (st Stats, err error) {
	v, done, err := ix.hold(ctx)
	if err != nil {
		return Stats{}, err
	}
	defer done(&err)
	st = Stats{Articles: v.live, Segments: len(v.segs), AnalyzerVersion: analysis.Version, FormatVersion: FormatVersion}
	for _, f := range ix.own.fields {
		st.Fields = append(st.Fields, f.String())
	}
	for _, s := range v.segs {
		lengths, err := s.Lengths(textLevels[analysis.Exact])
		if err != nil {
			return st, err
		}
		for n, length := range lengths {
			if s.deleted == nil || !s.deleted.Contains(uint32(n)) {
				st.Tokens += uint64(length)
			}
		}
	}
	if _, st.Oldest, st.Newest, err = v.period(ctx); err != nil {
		return st, err
	}
	st.Bytes, err = ix.store.Size()
	return st, err
}

// period says how many articles have a date, and the first and last of these.
func (v *view) period(ctx context.Context) (dated uint64, first, last time.Time, err error) {
	if v.lexis != nil {
		return v.periodElsewhere()
	}
	oldest, newest := int64(math.MaxInt64), int64(noDate)
	for i, live := range v.all() {
		d, err := v.segs[i].loadOrdered(ctx, fieldPublished)
		if err != nil {
			return 0, first, last, err
		}
		docset.Each(live, func(doc uint32) {
			if sec := d.least[doc]; sec != noDate {
				oldest, newest = min(oldest, sec), max(newest, sec)
				dated++
			}
		})
	}
	if dated > 0 {
		first, last = time.Unix(oldest, 0).UTC(), time.Unix(newest, 0).UTC()
	}
	return dated, first, last, nil
}
