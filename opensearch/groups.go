package opensearch

import (
	"fmt"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/index"
)

// groups fills in the hits of a page of groups: Offset, Limit and After count groups here.
func (x *asked) groups(res *index.Results) error {
	cur, err := readCursor(x.req.After, x.a.List())
	if err != nil {
		return err
	}
	first := cur.First + x.req.Offset
	end := first + min(x.req.Limit, mostListed)
	if end > mostListed || len(cur.After) > 0 {
		return fmt.Errorf("%w: groups behind the first %d", fihris.ErrTooMuch, mostListed)
	}
	var l *listed
	at := 0 // groups before the block
	for seen := 0; at <= end; {
		step := index.GroupBlock
		if seen >= index.GroupDepth {
			step = end + 1 - at
		}
		refine := x.req.Refine && x.a.Sort == nil
		if l, err = x.listFor(nil, seen, seen+step, refine); err != nil {
			return err
		}
		to := min(seen+step, len(l.hits))
		if seen >= to {
			return nil
		}
		block, f, err := x.page(l, seen, to, refine)
		if err != nil {
			return err
		}
		copies := make([][]index.Document, len(block))
		if seen < index.GroupDepth {
			if block, copies, err = f.Group(block); err != nil {
				return err
			}
		}
		for i := range block {
			if at++; at <= first || at > end {
				continue
			}
			hit, err := f.Hit(block[i])
			if err != nil {
				return err
			}
			if hit.Copies = copies[i]; x.req.IDsOnly {
				for k := range hit.Copies {
					hit.Copies[k] = index.Document{ID: hit.Copies[k].ID}
				}
			}
			res.Hits = append(res.Hits, hit)
		}
		if seen += step; len(l.hits) <= to {
			break
		}
	}
	if at > end {
		res.Next, err = (&cursor{List: x.a.List(), First: end}).encode()
	}
	return err
}
