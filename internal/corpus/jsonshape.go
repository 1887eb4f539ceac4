package corpus

import (
	"slices"
	"strings"
)

// Where the records of JSON lie, exports agree on nothing: in a list, in a list
// under a key, in an object by their IDs, within a record under "row" or
// "_source". So the text decides: of all places in a sample, the outermost at
// which objects with a title or a body lie that have most of the text.

// steps lead to a place in JSON: names of members, eachElement for those of a list,
// eachMember for those of an object of records.
type steps []string

const (
	eachElement = "[]"
	eachMember  = "*"
)

// maxPathDepth is how deep records are looked for.
const maxPathDepth = 6

// tally is what was found at one place.
type tally struct {
	path    steps
	letters int
	bodies  int // of the letters, in bodies
	sound   int // objects that have a title and a body
}

// finder looks for the records of JSON.
type finder struct {
	places map[string]*tally
	mapped map[string]string
	anyKey bool // no key has a known name: any text counts
}

// findRecords returns the place of the records in the items of a sample, and
// whether any of them has a body.
func findRecords(items []item, mapped map[string]string) (at steps, bodies bool) {
	for _, anyKey := range []bool{false, true} {
		f := finder{places: map[string]*tally{}, mapped: mapped, anyKey: anyKey}
		for _, it := range items {
			f.walk(it.value, nil)
		}
		if best := f.best(); best != nil {
			return best.path, best.bodies > 0
		}
	}
	return nil, false
}

// best returns the outermost place that has half of the text of the fullest;
// one with titles and bodies needs a tenth, so that the comments under an
// article do not hide it.
func (f *finder) best() (best *tally) {
	most := 0
	for _, t := range f.places {
		most = max(most, t.letters)
	}
	for _, t := range f.places {
		if t.letters == 0 || 2*t.letters < most && (t.sound == 0 || 10*t.letters < most) {
			continue
		}
		if best == nil || len(t.path) < len(best.path) || len(t.path) == len(best.path) && (t.letters > best.letters || t.letters == best.letters && slices.Compare(t.path, best.path) < 0) {
			best = t
		}
	}
	return best
}

// walk counts the text at a place and at those within it.
func (f *finder) walk(v value, at steps) {
	if len(at) > maxPathDepth {
		return
	}
	switch v.kind() {
	case '{':
		members := v.members()
		f.count(members, at)
		dict := f.isDict(members)
		for _, m := range members {
			key := m.key
			if dict && m.kind() == '{' {
				key = eachMember
			}
			f.walk(m.value, append(slices.Clip(at), key))
		}
	case '[':
		for i, e := range v.elements() {
			if i == sampleRecords {
				break
			}
			f.walk(e, append(slices.Clip(at), eachElement))
		}
	}
}

// count adds the text of one object.
func (f *finder) count(members []field, at steps) {
	title, body := f.text(members)
	if title+body == 0 {
		return
	}
	name := strings.Join(at, "\x00")
	t := f.places[name]
	if t == nil {
		t = &tally{path: slices.Clone(at)}
		f.places[name] = t
	}
	t.letters += title + body
	t.bodies += body
	if title > 0 && body >= textLetters {
		t.sound++
	}
}

// text counts the letters of the title and the body of an object.
func (f *finder) text(members []field) (title, body int) {
	for _, m := range members {
		r := f.role(m.key)
		if f.anyKey && m.kind() == '"' && r == "" {
			if _, arabic := letters(m.scalar()); arabic >= leastArabicBody {
				body += arabic
			}
			continue
		}
		if !isProse(r) || holdsRecords(m.value) {
			continue
		}
		n, _ := letters(m.prose())
		if r == roleTitle {
			title += n
		} else {
			body += n
		}
	}
	return title, body
}

func (f *finder) role(key string) role {
	for r, k := range f.mapped {
		if k == key {
			return role(r)
		}
	}
	n, _ := roleOf(key)
	return n.role
}

// holdsRecords tells a list of objects that have titles, or an object that has a
// body: a field called content, articles or message may be a text, or the
// records.
func holdsRecords(v value) bool {
	if v.kind() == '{' {
		return slices.ContainsFunc(v.members(), func(m field) bool {
			n, ok := roleOf(m.key)
			return ok && isProse(n.role) && n.rank < secondChoice && m.kind() == '"' && !slices.Contains(wrappers, m.key)
		})
	}
	if v.kind() != '[' {
		return false
	}
	titled, bodied := 0, 0
	elements := v.elements()
	for _, e := range elements {
		for _, m := range e.members() {
			n, ok := roleOf(m.key)
			if ok && n.role == roleTitle && n.rank < secondChoice {
				titled++
			}
			if ok && n.role == roleBody {
				bodied++
			}
		}
	}
	return len(elements) > 0 && titled >= len(elements) && bodied > 0
}

// isDict tells an object of records: several of its members are objects that
// have text, and most of them are.
func (f *finder) isDict(members []field) bool {
	full := 0
	for _, m := range members {
		if m.kind() == '{' {
			if title, body := f.text(m.members()); title+body > 0 {
				full++
			}
		}
	}
	return full >= 2 && 2*full >= len(members)
}

// String writes the steps as one would in a program: items[].row.
func (p steps) String() string {
	return strings.TrimPrefix(strings.ReplaceAll(strings.Join(p, "."), "."+eachElement, eachElement), ".")
}

// lists counts the lists on the way.
func (p steps) lists() (n int) {
	for _, s := range p {
		if s == eachElement {
			n++
		}
	}
	return n
}

// follow yields the objects at a place in a value, each with the fields around
// it and the key that it lies under. It reports whether to go on.
func (p steps) follow(v value, outer []field, key string, yield func(v value, outer []field, key string) bool) bool {
	if len(p) == 0 {
		return yield(v, outer, key)
	}
	step, rest := p[0], p[1:]
	switch step {
	case eachElement:
		outer = shared(outer)
		for _, e := range v.elements() {
			if !rest.follow(e, outer, "", yield) {
				return false
			}
		}
		return true
	case eachMember:
		members := v.members()
		around := shared(append(plainFields(members), outer...))
		for _, m := range members {
			if m.kind() == '{' && !rest.follow(m.value, around, m.key, yield) {
				return false
			}
		}
		return true
	}
	members := v.members()
	around := append(plainFields(slices.DeleteFunc(slices.Clone(members), func(f field) bool { return f.key == step })), outer...)
	for _, m := range members {
		if m.key == step {
			return rest.follow(m.value, around, "", yield)
		}
	}
	return true
}

// shared are the fields that all records of a list may have from what is around
// the list: the name of a channel, say, but not its address or its day.
func shared(outer []field) (out []field) {
	for _, f := range outer {
		switch n, _ := roleOf(f.key); n.role {
		case roleSource, roleSection, roleAuthor:
			out = append(out, f)
		}
	}
	return out
}

// plainFields are the fields that are no lists and no objects of their own.
func plainFields(members []field) (out []field) {
	for _, m := range members {
		if k := m.kind(); k == '"' || k == '0' || k == '{' && m.unwrap().kind() != '{' {
			out = append(out, m)
		}
	}
	return out
}
