package corpus

import "iter"

// drafts turns the records of a document into drafts: a first few are looked at
// together, to know what their fields mean, and then all are read alike. An
// error that comes with a record is passed on with its line.
func (doc *document) drafts(records iter.Seq2[record, error]) iter.Seq2[draft, error] {
	return func(yield func(draft, error) bool) {
		next, stop := iter.Pull2(records)
		defer stop()
		var sample []result
		for size := 0; len(sample) < sampleRecords && size < sampleBytes; {
			rec, err, ok := next()
			if !ok {
				break
			}
			sample = append(sample, result{rec, err})
			for _, f := range rec.fields {
				size += f.bytes()
			}
		}
		m := newMapping(doc, sound(sample))
		n := 0
		each := func(rec record, err error) bool {
			d := draft{record: rec.number, line: rec.line}
			if err == nil {
				n++
				d, err = m.draft(&rec)
			}
			return yield(d, err)
		}
		for _, r := range sample {
			if !each(r.record, r.err) {
				return
			}
		}
		for rec, err, ok := next(); ok; rec, err, ok = next() {
			if !each(rec, err) {
				return
			}
		}
		m.noteUnread(n)
	}
}

// result is a record, or why there is none.
type result struct {
	record
	err error
}

// sound returns the records that could be read.
func sound(sample []result) (records []record) {
	for _, r := range sample {
		if r.err == nil {
			records = append(records, r.record)
		}
	}
	return records
}
