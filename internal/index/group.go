package index

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"slices"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/docset"
	"github.com/fihris-search/fihris/internal/passage"
	"github.com/fihris-search/fihris/internal/rank"
)

// Near-duplicates are grouped block by block: the ranking is cut into blocks
// of groupBlock articles, and within a block an article goes under the best
// one that it is a copy of. So every article is in exactly one group, whatever
// the size of a page, and a page reads the blocks up to its end and no more.
// Copies have nearly the same score (or date), so few lie across a border: of
// the copies of articles among the first ten hits of 600 news headlines and
// pieces of them, 89 % were in the same block; 93 % if blocks were of 100.
// Articles after the first groupDepth stand alone: nobody looks for copies
// there, and a request for a far page must not read thousands of texts. So do
// books: no agency sends a text of more than groupBytes.
const (
	groupBlock = 50
	groupDepth = 1000
	groupBytes = 128 << 10
)

// group is a hit with its near-duplicates in the order of the ranking.
type group struct {
	best   rank.Hit
	copies []Document
}

// groups fills in the hits of a page of groups: Offset, Limit and After count
// groups here.
func (p *plan) groups(req Request, counted docset.Set, res *Results) error {
	first, err := groupCursor(&req)
	if err != nil {
		return err
	}
	first += min(req.Offset, maxGroups)
	end := first + min(req.Limit, maxGroups)
	all, err := p.firstGroups(req, counted, end+1)
	if err != nil {
		return err
	}
	light := p.highlighter()
	for _, g := range all[min(first, len(all)):min(end, len(all))] {
		hit, err := p.hit(req, light, g.best)
		if err != nil {
			return err
		}
		if hit.Copies = g.copies; req.IDsOnly {
			for i := range hit.Copies {
				hit.Copies[i] = Document{ID: hit.Copies[i].ID}
			}
		}
		res.Hits = append(res.Hits, hit)
	}
	if len(all) > end {
		res.Next = encodeGroupCursor(req, end)
	}
	return nil
}

// firstGroups returns the first n groups of the ranking or more.
func (p *plan) firstGroups(req Request, counted docset.Set, n int) ([]group, error) {
	var all []group
	for seen, step := 0, groupBlock; len(all) < n; seen += step {
		if seen >= groupDepth {
			step = n - len(all)
		}
		ranked, err := p.list(req, counted, seen+step, nil)
		if err != nil {
			return nil, err
		}
		block := ranked[min(seen, len(ranked)):]
		if seen < groupDepth {
			all, err = p.appendGroups(all, block)
		} else {
			for _, h := range block {
				all = append(all, group{best: h})
			}
		}
		if err != nil || len(block) < step {
			return all, err
		}
	}
	return all, nil
}

// appendGroups groups one block of the ranking.
func (p *plan) appendGroups(dst []group, block []rank.Hit) ([]group, error) {
	first := len(dst)
	var prints []passage.Fingerprint // of the best of each group of the block
	var tokens []analysis.Token
	for _, h := range block {
		if err := p.ctx.Err(); err != nil {
			return nil, err
		}
		d, err := p.v.document(p.ctx, h.Doc)
		if err != nil {
			return nil, err
		}
		if len(d.Body) > groupBytes {
			prints = append(prints, passage.Fingerprint{}) // a copy of nothing
			dst = append(dst, group{best: h})
			continue
		}
		tokens = p.analyzer.AppendUnits(tokens[:0], d.Title)
		tokens = p.analyzer.AppendUnits(tokens, d.Body)
		f := passage.NewFingerprint(tokens)
		if i := slices.IndexFunc(prints, f.IsCopy); i >= 0 {
			if err := p.work.take(hitBytes + d.size()); err != nil {
				return nil, err
			}
			dst[first+i].copies = append(dst[first+i].copies, d)
			continue
		}
		prints = append(prints, f)
		dst = append(dst, group{best: h})
	}
	return dst, nil
}

// A cursor of groups is the order, with groupMark, which no cursor of hits has,
// and with refinedMark where the list was refined, then the number of groups
// that come before the place.
const (
	groupMark   = 0x80
	refinedMark = 0x40
)

// encodeGroupCursor is the cursor behind the first n groups.
func encodeGroupCursor(req Request, n int) string {
	kind := groupMark | byte(req.Order)
	if req.Refine {
		kind |= refinedMark
	}
	return base64.RawURLEncoding.EncodeToString(binary.AppendUvarint([]byte{kind}, uint64(n)))
}

// groupCursor reads how many groups come before the page, and whether the
// list goes on refined.
func groupCursor(req *Request) (int, error) {
	if req.After == "" {
		return 0, nil
	}
	b, err := base64.RawURLEncoding.DecodeString(req.After)
	if err != nil || len(b) < 2 {
		return 0, fmt.Errorf("%w: it cannot be read", ErrCursor)
	}
	n, size := binary.Uvarint(b[1:])
	switch {
	case b[0]&^refinedMark != groupMark|byte(req.Order):
		return 0, fmt.Errorf("%w: it is of another order, or of a list without groups", ErrCursor)
	case size != len(b)-1 || n > maxGroups:
		return 0, fmt.Errorf("%w: it cannot be read", ErrCursor)
	}
	req.Refine = b[0]&refinedMark != 0
	return int(n), nil
}

// maxGroups is the farthest that a request can lead.
const maxGroups = 1 << 24
