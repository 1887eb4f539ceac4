package corpus

import (
	"bytes"
	"encoding/json"
	"io"
	"strings"
	"unicode"

	"github.com/go-json-experiment/json/jsontext"
)

// value is what a field of a record holds: the text of a cell, or JSON.
type value struct {
	cell string
	json jsontext.Value // nil for a cell
}

// field is one field of a record. Its key is a path of names where objects lie
// in one another.
type field struct {
	key string
	value
}

// decoder reads JSON as people write it.
func decoder(b []byte) *jsontext.Decoder {
	return jsontext.NewDecoder(bytes.NewBuffer(b), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
}

// kind returns the sort of JSON a value is; a cell is a string.
func (v value) kind() jsontext.Kind {
	if v.json == nil {
		return '"'
	}
	return v.json.Kind()
}

// members returns the fields of an object.
func (v value) members() (all []field) {
	if v.kind() != '{' {
		return nil
	}
	all = make([]field, 0, 12)
	p := v.parts()
	for name := p.next(); name != nil; name = p.next() {
		all = append(all, field{unquoted(name), value{json: p.next()}})
	}
	return all
}

// elements returns the values of a list.
func (v value) elements() (all []value) {
	if v.kind() != '[' {
		return nil
	}
	p := v.parts()
	for e := p.next(); e != nil; e = p.next() {
		all = append(all, value{json: e})
	}
	return all
}

// empty tells what holds nothing: null, "", [], {}.
func (v value) empty() bool {
	switch v.kind() {
	case '"':
		if text := bytes.TrimLeft(v.json, "\" "); len(text) > 0 && text[0] > ' ' && text[0] < 0xe1 && text[0] != 0xc2 && text[0] != '\\' {
			return false // most are: do not decode them
		}
		return v.scalar() == ""
	case 'n':
		return true
	case '[', '{':
		return len(bytes.TrimSpace(v.json[1:len(v.json)-1])) == 0
	}
	return false
}

// scalar returns a text, the digits of a number, or "".
func (v value) scalar() string {
	if v.json == nil {
		return strings.TrimSpace(v.cell)
	}
	switch v.json.Kind() {
	case '"':
		return strings.TrimSpace(unquoted(v.json))
	case '0':
		return string(v.json)
	}
	return ""
}

// wrappers are the keys under which exports wrap a value of its own: WordPress,
// Drupal, MongoDB, converted XML. The first that is there counts.
var wrappers = []string{"rendered", "processed", "value", "plain_text", "$oid", "$date", "$numberLong", "$numberInt", "$numberDouble", "#text", "_text", "+content", "$t", "_", "text", "html", "name", "title", "screen_name", "label", "display_name", "main", "default"}

// unwrap returns the value within an object that stands for it, or the only
// element of a list.
func (v value) unwrap() value {
	for range 4 {
		switch v.kind() {
		case '[':
			all := v.elements()
			if len(all) != 1 {
				return v
			}
			v = all[0]
		case '{':
			inner, ok := v.wrapped()
			if !ok {
				return v
			}
			v = inner
		default:
			return v
		}
	}
	return v
}

func (v value) wrapped() (value, bool) {
	members := v.members()
	for _, key := range wrappers {
		for _, m := range members {
			if m.key == key && !m.empty() {
				return m.value, true
			}
		}
	}
	return loneText(members)
}

// loneText returns the member of an object that is all of its text: {"main": …}.
func loneText(members []field) (lone value, ok bool) {
	for _, m := range members {
		if k := m.kind(); k != '"' && k != '[' && k != '{' || m.empty() || names().isOther(m.key) {
			continue
		}
		if ok || m.kind() != '"' {
			return value{}, false
		}
		lone, ok = m.value, true
	}
	return lone, ok
}

// one returns one text: a number stands for its digits, an object for what it
// wraps, a list for its only element.
func (v value) one() string { return v.unwrap().scalar() }

// all returns a list of texts; a lone text is a list of one.
func (v value) all() []string {
	list := []value{v}
	if v.kind() == '[' {
		list = v.elements()
	}
	var out []string
	for _, item := range list {
		if s := item.one(); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// any returns the value as Go has it, numbers with their digits.
func (v value) any() any {
	switch {
	case v.json == nil:
		return strings.TrimSpace(v.cell)
	case v.kind() == '"':
		return unquoted(v.json)
	case v.kind() == '0':
		return json.Number(v.json)
	}
	dec := json.NewDecoder(bytes.NewReader(v.json))
	dec.UseNumber()
	var out any
	if err := dec.Decode(&out); err != nil && err != io.EOF {
		return string(v.json)
	}
	return out
}

// bytes is how long the value is as it was written.
func (v value) bytes() int {
	if v.json == nil {
		return len(v.cell)
	}
	return len(v.json)
}

// letters counts the letters of a text, and the Arabic ones among them.
func letters(s string) (all, arabic int) {
	for _, r := range s {
		switch {
		case r < 0x80:
			if 'a' <= r|0x20 && r|0x20 <= 'z' {
				all++
			}
		case 0x600 <= r && r < 0x700 || 0xfb50 <= r && r < 0xff00:
			if unicode.IsLetter(r) {
				all++
				arabic++
			}
		case unicode.IsLetter(r):
			all++
		}
	}
	return all, arabic
}
