package corpus

import (
	"iter"
	"slices"
	"strings"
)

// readJSON reads JSON: a value a line, a list, or a document that has its
// records somewhere.
func readJSON(doc *document) iter.Seq2[draft, error] {
	return func(yield func(draft, error) bool) {
		next, stop := iter.Pull2(jsonItems(doc))
		defer stop()
		var sample []itemResult
		for size := 0; len(sample) < sampleRecords && size < sampleBytes; {
			it, err, ok := next()
			if !ok {
				break
			}
			sample = append(sample, itemResult{it, err})
			size += it.bytes()
		}
		items := func(yield func(item, error) bool) {
			for _, r := range sample {
				if !yield(r.item, r.err) {
					return
				}
			}
			sample = nil
			for it, err, ok := next(); ok && yield(it, err); it, err, ok = next() {
			}
		}
		for d, err := range doc.drafts(jsonRecords(doc, sample, items)) {
			if !yield(d, err) {
				return
			}
		}
	}
}

// itemResult is an item, or why there is none.
type itemResult struct {
	item
	err error
}

// jsonRecords makes records of items: rows of lists are a table, columns are
// turned, texts are records of a text, and of objects the place of the records
// is looked for.
func jsonRecords(doc *document, sample []itemResult, items iter.Seq2[item, error]) iter.Seq2[record, error] {
	var sound []item
	for _, r := range sample {
		if r.err == nil {
			sound = append(sound, r.item)
		}
	}
	if len(sound) > 0 && isRow(sound[0].value) {
		return tabulate(doc, jsonRows(items))
	}
	at, bodies := findRecords(sound, doc.opts.Map)
	if at.lists() >= 2 && !bodies && len(sound) > 0 {
		return func(yield func(record, error) bool) { yield(record{}, errCatalogue) }
	}
	if len(at) > 0 {
		doc.note(0, "records taken from "+at.String())
	}
	return func(yield func(record, error) bool) {
		j := jsonReading{doc: doc, at: at, yield: yield}
		for it, err := range items {
			if err != nil {
				if !yield(record{number: it.number, line: it.line}, err) {
					return
				}
			} else if !j.item(it) {
				return
			}
		}
	}
}

// isRow tells a list of cells from a list of records.
func isRow(v value) bool {
	return v.kind() == '[' && !slices.ContainsFunc(v.elements(), func(e value) bool { return e.kind() == '{' })
}

// maxAction is how long such a line is at most.
const maxAction = 4 << 10

// isAction tells the lines that say to Elasticsearch what to do with the next.
func isAction(v value) bool {
	if v.bytes() > maxAction {
		return false
	}
	members := v.members()
	return len(members) == 1 && slices.Contains([]string{"index", "create", "update"}, members[0].key) && members[0].kind() == '{'
}

// written returns the JSON that a text is, where someone wrote it twice.
func (v value) written() (value, bool) {
	s := v.scalar()
	if !strings.HasPrefix(s, "{") && !strings.HasPrefix(s, "[") {
		return value{}, false
	}
	raw, err := parseValue([]byte(s))
	return value{json: raw}, err == nil
}

// errCatalogue refuses lists in lists that have titles and no texts.
var errCatalogue = fault{what: "JSON catalogue: titles in lists of lists, and no text of any", next: "if a field holds the text, say so: --map body=KEY", kind: true}

// jsonRows yields the rows of a table that is a list of lists.
func jsonRows(items iter.Seq2[item, error]) iter.Seq2[row, error] {
	return func(yield func(row, error) bool) {
		for it, err := range items {
			r := row{line: it.line}
			if err == nil && it.kind() != '[' {
				err = notObject(it.value)
			}
			for _, e := range it.elements() {
				r.cells = append(r.cells, e.prose2())
			}
			if !yield(r, err) {
				return
			}
		}
	}
}

// prose2 is the text of a cell: a number stands for its digits.
func (v value) prose2() string {
	if s := v.one(); s != "" {
		return s
	}
	return v.prose()
}

// jsonReading turns items into records.
type jsonReading struct {
	doc    *document
	at     steps
	number int
	yield  func(record, error) bool
}

// item yields the records of one item.
func (j *jsonReading) item(it item) bool {
	switch it.kind() {
	case '"':
		if inner, ok := it.written(); ok {
			return j.item(item{value: inner, number: it.number, line: it.line})
		}
		return j.record(record{fields: []field{{"text", it.value}}}, it)
	case '{':
		if it.number == 0 {
			if turned := turnColumns(it.value); turned != nil {
				return j.turned(turned, it)
			}
		}
		return isAction(it.value) || j.object(it)
	case '[':
		return j.object(it)
	}
	return j.yield(record{number: max(it.number, 1), line: it.line}, notObject(it.value))
}

// turned yields the records that columns were turned into.
func (j *jsonReading) turned(records []record, it item) bool {
	it.number = 1 // it is not one record, as a document else may be
	for _, rec := range records {
		if !j.record(rec, it) {
			return false
		}
	}
	return true
}

// notObject says of a value that it is no record.
func notObject(v value) error {
	names := map[byte]string{'[': "a list", '"': "a text", '0': "a number", 'n': "null", 't': "true", 'f': "false", '{': "an object"}
	return fault{what: "no record: a JSON object is wanted", detail: "found " + names[byte(v.kind())]}
}

// object yields the records in an object, at the place of records; where this
// one has none there, it is looked at by itself.
func (j *jsonReading) object(it item) bool {
	found, more := 0, true
	at := func(p steps) {
		more = p.follow(it.value, nil, "", func(v value, outer []field, key string) bool {
			if v.kind() != '{' {
				return true
			}
			found++
			rec := record{fields: v.members(), outer: outer, key: key}
			if isService(rec.fields) {
				j.number++
				return j.yield(record{number: j.number, line: it.line}, errService)
			}
			rec.fields = append(rec.fields, j.nested(it.value, v, rec.fields)...)
			return j.record(rec, it)
		})
	}
	if at(j.at); found == 0 && more {
		if other, _ := findRecords([]item{it}, j.doc.opts.Map); len(other) > 0 {
			at(other)
		}
		if found == 0 && more {
			return j.record(record{fields: it.members()}, it)
		}
	}
	return more
}

// isService tells what a messenger says itself: who founded the channel, or
// changed its name.
func isService(members []field) bool {
	return member(members, "action").kind() == '"' && member(members, "type").scalar() == "service"
}

var errService = fault{what: "a message of the messenger itself (someone joined, the channel was renamed)", sound: true}

// nested finds the fields that --map names by a path, such as
// body=expected.text, from the record on or from the outside.
func (j *jsonReading) nested(outside, v value, has []field) (out []field) {
	for _, key := range j.doc.opts.Map {
		if !strings.Contains(key, ".") {
			continue
		}
		for _, from := range []value{v, outside} {
			if found, ok := from.at(strings.Split(key, ".")); ok {
				out = append(out, field{key, found})
				break
			}
		}
	}
	return out
}

// at follows the names of members.
func (v value) at(names []string) (value, bool) {
	for _, name := range names {
		found := false
		for _, m := range v.members() {
			if m.key == name {
				v, found = m.value, true
			}
		}
		if !found {
			return v, false
		}
	}
	return v, true
}

// record yields a record with its number in the file.
func (j *jsonReading) record(rec record, it item) bool {
	j.number++
	rec.line = it.line
	if rec.number = j.number; it.number == 0 && len(j.at) == 0 && it.kind() == '{' {
		rec.number = 0
	}
	return j.yield(rec, nil)
}
