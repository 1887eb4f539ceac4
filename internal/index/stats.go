package index

import (
	"context"
	"errors"
	"io/fs"
	"math"
	"path/filepath"
	"time"

	"github.com/blevesearch/bleve/v2/index/scorch/mergeplan"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/docset"
)

// Stats describes an index.
type Stats struct {
	Articles        uint64
	Bytes           int64 // on disk; 0 in memory
	Segments        int
	AnalyzerVersion int
	FormatVersion   int
	Tokens          uint64 // words of all articles, titles included
	Oldest, Newest  time.Time
}

// Stats counts what the index holds.
func (ix *Index) Stats(ctx context.Context) (Stats, error) {
	v, done, err := ix.reading(ctx)
	if err != nil {
		return Stats{}, err
	}
	defer done()
	st := Stats{Articles: v.live, Segments: len(v.segs), AnalyzerVersion: analysis.Version, FormatVersion: FormatVersion}
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
	if _, st.Oldest, st.Newest, err = v.period(); err != nil {
		return st, err
	}
	st.Bytes, err = ix.bytes()
	return st, err
}

// period says how many articles have a date, and the first and last of these.
func (v *view) period() (dated uint64, first, last time.Time, err error) {
	oldest, newest := int64(math.MaxInt64), int64(noDate)
	for i, live := range v.all() {
		d, err := v.segs[i].loadDates()
		if err != nil {
			return 0, first, last, err
		}
		docset.Each(live, func(doc uint32) {
			if sec := d.seconds[doc]; sec != noDate {
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

func (ix *Index) bytes() (int64, error) {
	if ix.path == "" {
		return 0, nil
	}
	var n int64
	err := filepath.WalkDir(ix.path, func(_ string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return ignoreMissing(err)
		}
		fi, err := e.Info()
		if err == nil {
			n += fi.Size()
		}
		return ignoreMissing(err) // merged away while we looked
	})
	return n, err
}

func ignoreMissing(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// Optimize merges the index into one segment: searches become faster, and what
// was removed leaves the disk. It can be interrupted through ctx; writers wait meanwhile.
func (ix *Index) Optimize(ctx context.Context) error {
	if err := ix.enter(ctx); err != nil {
		return err
	}
	defer ix.leave()
	switch {
	case ix.opts.ReadOnly:
		return ErrReadOnly
	case ix.path == "":
		return nil // bleve merges files only
	}
	// bleve's forced merge must not meet a batch, and while it fails it tries
	// again without end: so writers wait for it, and we wait for ctx too.
	done := make(chan error, 1)
	ix.writing.Lock()
	go func() {
		defer ix.writing.Unlock()
		done <- ix.scorch.ForceMerge(ctx, &mergeplan.SingleSegmentMergePlanOptions)
	}()
	select {
	case err := <-done:
		return errors.Join(err, ctx.Err()) // interrupted, bleve says nothing
	case <-ctx.Done():
		return ctx.Err()
	}
}
