package corpus

import (
	"bufio"
	"bytes"
	"hash/maphash"
	"iter"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/export"
)

// isExportedLines and isExportedTable tell what `fihris export` has written.
func isExportedLines(h *head) bool {
	return bytes.HasPrefix(bytes.TrimPrefix(h.raw, []byte(bom)), []byte(export.JSONStart))
}

func isExportedTable(h *head) bool {
	return bytes.HasPrefix(bytes.TrimPrefix(h.raw, []byte(bom)), []byte(export.CSVStart))
}

const bom = "\ufeff"

func readExportedLines(doc *document) iter.Seq2[draft, error] {
	return exported(doc, export.ReadJSON)
}

func readExportedTable(doc *document) iter.Seq2[draft, error] {
	return exported(doc, export.ReadCSV)
}

// exported makes drafts of articles that are finished: they are taken as they
// are, letter by letter, with the IDs that they had.
func exported(doc *document, read func(*bufio.Reader) iter.Seq2[export.Record, error]) iter.Seq2[draft, error] {
	return func(yield func(draft, error) bool) {
		if start, _ := doc.Peek(len(bom)); string(start) == bom {
			_, _ = doc.Discard(len(bom))
		}
		number := 0
		for r, err := range read(doc.Reader) {
			d := draft{line: r.Line}
			if err != nil {
				err = fault{what: "a line of an export that cannot be read", detail: err.Error(), next: jsonNext}
			} else {
				number++
				d.record, d.whole, d.base = number, &r.Article, r.Base
			}
			if !yield(d, err) {
				return
			}
		}
	}
}

// take takes an article of an export as it is. It is the article of its ID,
// whatever else has that ID. Where the run has no base of its own, that of the
// index which was exported becomes its base.
func (c *Corpus) take(doc *document, d *draft) (fihris.Article, error) {
	a := *d.whole
	if a.ID == "" {
		return a, fault{what: "an article of an export without its ID", next: jsonNext}
	}
	if !c.settled {
		c.settled = true
		if c.exportedBase = &d.base; d.base != "" {
			c.opts.Base = d.base
		}
	}
	key := maphash.String(seed, a.ID)
	_, again := c.register.given.get(key)
	c.register.hold(doc, d, key, again, c.register.holder(&a))
	return a, nil
}
