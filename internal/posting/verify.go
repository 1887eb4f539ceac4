package posting

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/RoaringBitmap/roaring/v2"
)

// Verify looks whether all that is derived in a segment is what its documents, columns
// and lists of terms give: the lists of roots and stems, bounds, forms, orders. A merge
// makes that anew, and one of a single segment must write the same bytes. When stop is
// closed, it ends early with ErrInterrupted.
func Verify(s *Segment, stop <-chan struct{}) error {
	again := &comparing{left: s.data}
	_, err := Merge(again, []*Segment{s}, make([]*roaring.Bitmap, 1), stop)
	if errors.Is(err, errOther) || err == nil && len(again.left) > 0 {
		return fmt.Errorf("%w: lists or dictionaries are not those of its postings", ErrCorrupt)
	}
	return err
}

var errOther = errors.New("other bytes")

// comparing is a writer that takes the bytes it has left and no others.
type comparing struct{ left []byte }

func (c *comparing) Write(p []byte) (int, error) {
	if !bytes.HasPrefix(c.left, p) {
		return 0, errOther
	}
	c.left = c.left[len(p):]
	return len(p), nil
}
