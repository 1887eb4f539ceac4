package index

import (
	"fmt"

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
		hit, err := p.hit(&req, light, g.best)
		if err != nil {
			return err
		}
		if hit.Copies = g.copies; req.IDsOnly {
			for i := range hit.Copies {
				hit.Copies[i] = Document{ID: hit.Copies[i].ID}
			}
		}
		for i := range hit.Copies {
			hit.Copies[i] = hit.Copies[i].only(req.Fields)
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
			all, err = p.appendGroups(all, block, n)
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

// looked is an article of a block that others may be copies of.
type looked struct {
	doc    uint64
	sketch passage.Sketch
	print  *passage.Fingerprint // nil until somebody may be a copy of it
}

// appendGroups groups one block of the ranking, until there are so many groups: of the articles behind them those
// that are copies in one of these are looked for, and the last has only to be there. Texts are read only where
// the sketches of two do not tell that they are no copies.
func (p *plan) appendGroups(dst []group, block []rank.Hit, most int) ([]group, error) {
	first := len(dst)
	var best []looked // of each group of the block
	for _, h := range block {
		own := looked{doc: h.Doc, sketch: p.v.sketch(h.Doc)}
		full := len(dst) >= most
		wanted := best
		if full {
			wanted = best[:max(most-1-first, 0)]
		}
		of, err := p.copyOf(&own, wanted)
		if err != nil {
			return nil, err
		}
		switch {
		case of >= 0:
			d, err := p.v.document(p.ctx, h.Doc)
			if err == nil {
				err = p.work.take(hitBytes + d.size())
			}
			if err != nil {
				return nil, err
			}
			dst[first+of].copies = append(dst[first+of].copies, d)
		case !full:
			best = append(best, own)
			dst = append(dst, group{best: h})
		}
	}
	return dst, nil
}

// copyOf finds the first of some articles that another one is a copy of; -1 is none.
func (p *plan) copyOf(own *looked, of []looked) (int, error) {
	for i := range of {
		if !own.sketch.MayBeCopy(of[i].sketch) {
			continue
		}
		for _, l := range [...]*looked{own, &of[i]} {
			if err := p.fingerprint(l); err != nil {
				return -1, err
			}
		}
		if of[i].print.IsCopy(*own.print) {
			return i, nil
		}
	}
	return -1, p.ctx.Err()
}

// fingerprint reads the text of an article, unless that was done.
func (p *plan) fingerprint(l *looked) error {
	if l.print != nil {
		return nil
	}
	title, body, err := p.v.text(p.ctx, l.doc)
	if err != nil {
		return err
	}
	f := passage.FingerprintOf(p.analyzer, title, body)
	l.print = &f
	return nil
}

// sketchColumns are the columns with the sketches of articles. A text of more than groupBytes has none.
var sketchColumns = func() (names [len(passage.Sketch{})]string) {
	for i := range names {
		names[i] = fmt.Sprintf("sketch %d", i)
	}
	return names
}()

// sketch is that of a document.
func (v *view) sketch(doc uint64) (s passage.Sketch) {
	segment, n := v.locate(doc)
	for i, column := range sketchColumns {
		s[i] = segment.seg.Value(column, n)
	}
	return s
}

// sketch adds the sketch of the article at hand, whose body has so many bytes.
func (c *collector) sketch(bytes int, tokens []analysis.Token) {
	if bytes > groupBytes {
		return
	}
	if c.sketches == nil {
		for _, column := range sketchColumns {
			c.sketches = append(c.sketches, c.out.Column(column))
		}
	}
	for i, part := range c.sketcher.Sketch(tokens) {
		c.sketches[i].Set(part)
	}
}
