package corpus

import (
	"bufio"
	"bytes"
	"hash/maphash"
	"iter"
	"strings"

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
				d.record, d.whole, d.base, d.fields = number, &r.Article, r.Base, r.Fields
			}
			if !yield(d, err) {
				return
			}
		}
	}
}

// take takes an article of an export as it is. It is the article of its ID,
// whatever else has that ID. Where the run has no base of its own, that of the
// index which was exported becomes its base; and so do the fields, where there is no
// index yet.
func (c *Corpus) take(doc *document, d *draft) (fihris.Article, error) {
	a := *d.whole
	if a.ID == "" {
		return a, fault{what: "an article of an export without its ID", next: jsonNext}
	}
	began := c.began
	c.began = true
	if !c.settled {
		c.settled = true
		if c.exportedBase = &d.base; d.base != "" {
			c.opts.Base = d.base
		}
	}
	if len(d.fields) > 0 {
		if !began && c.opts.Adopt && len(c.opts.Fields) == 0 {
			c.opts.Fields, c.opts.own = d.fields, newOwnNames(d.fields)
		}
		if lacking := c.lacking(d.fields); lacking != "" {
			doc.note(d.line, "fields of the index that was exported, which this one has not, or otherwise: "+lacking+"; what they hold stays with the articles (fihris rebuild --new-fields declares them)")
		}
	}
	key := maphash.String(seed, a.ID)
	_, again := c.register.given.get(key)
	c.register.hold(doc, d, key, again, c.register.holder(&a))
	return a, nil
}

// lacking names those of some fields that are not among the declared ones.
func (c *Corpus) lacking(fields []fihris.Field) string {
	var names []string
	for i := range fields {
		if f := c.opts.own.of(fields[i].Name); f == nil || f.String() != fields[i].String() {
			names = append(names, fields[i].String())
		}
	}
	return strings.Join(names, " ")
}
