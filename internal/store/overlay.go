package store

import (
	"cmp"
	"context"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
)

// journaled are the documents that the journal holds, each in its last form, in the order of
// their IDs.
type journaled []Op

func (j journaled) Docs() int                                            { return len(j) }
func (j journaled) ID(doc uint32) []byte                                 { return []byte(j[doc].ID) }
func (j journaled) Stored(_ context.Context, doc uint32) ([]byte, error) { return j[doc].Data, nil }
func (j journaled) InOrder(place int) uint32                             { return uint32(place) }

// overlay lays what the journal holds over the segments, and returns how many documents
// there are less for it, which may be below 0.
func (a *Archive) overlay() (fewer uint64) {
	a.Notes = append(a.Notes, a.journal.damage...)
	if len(a.journal.ops) == 0 {
		return 0
	}
	newest := make(map[string]Op, len(a.journal.ops))
	for _, o := range a.journal.ops {
		newest[o.ID] = o
	}
	for _, p := range a.parts {
		fewer += p.without(newest)
	}
	var there journaled
	for _, o := range newest {
		if o.Data != nil {
			there = append(there, o)
		}
	}
	slices.SortFunc(there, func(x, y Op) int { return cmp.Compare(x.ID, y.ID) })
	if len(there) > 0 {
		a.parts = append(a.parts, &archived{documents: there, name: journalPrefix[:len(journalPrefix)-1], number: math.MaxUint64, sound: true})
	}
	return fewer - uint64(len(there))
}

// without takes the documents of some IDs away, and says how many there were. An ID that cannot
// be read is none of them.
func (a *archived) without(ids map[string]Op) (n uint64) {
	gone := roaring.New()
	if a.deleted != nil {
		gone = a.deleted.Clone()
	}
	before := gone.GetCardinality()
	func() {
		defer func() { _ = recover() }()
		for d := range uint32(a.Docs()) {
			if _, ok := ids[string(a.ID(d))]; ok {
				gone.Add(d)
			}
		}
	}()
	a.deleted = gone
	return gone.GetCardinality() - before
}

// readRuin reads the journal of a folder without a manifest: all of its files, whatever index
// they say they are of.
func (a *Archive) readRuin(folder string, entries []fs.DirEntry) error {
	for _, e := range entries {
		n, ok := journalNumber(e.Name())
		if !ok {
			continue
		}
		b, err := os.ReadFile(filepath.Join(folder, e.Name()))
		if err != nil {
			return err
		}
		first, ok := nextFrame(b, 0)
		if !ok {
			continue
		}
		if len(a.journal.files) == 0 { // what came before is in the segments, as far as anybody knows
			a.journal.last = first.first - 1
		}
		a.journal.read(journalMark{ID: headID(b)}, n, b)
	}
	a.overlay()
	return nil
}
