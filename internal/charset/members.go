package charset

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// Names decodes the names of the members of an archive, all as [Namer] does.
func Names(raw [][]byte) []string {
	decode := Namer(raw)
	names := make([]string, len(raw))
	for i, name := range raw {
		names[i] = decode(name)
	}
	return names
}

// Namer returns what decodes the names of an archive of which raw are some. They
// say nothing of their encoding and were all written by one program: those that
// are not UTF-8 are weighed together, so that one long name decides for the
// short ones. None fails: what means nothing becomes U+FFFD.
func Namer(raw [][]byte) func(name []byte) string {
	var legacy [][]byte
	for _, name := range raw {
		if isLegacy(name) {
			legacy = append(legacy, name)
		}
	}
	var best *table
	if len(legacy) > 0 {
		part, _ := sample(bytes.Join(legacy, []byte("\n")))
		best = weigh(part, inNames).best
	}
	var r repairer
	return func(name []byte) string {
		switch {
		case !isLegacy(name):
			return r.text(string(name))
		case best == nil: // none was seen before
			return weigh(name, inNames).best.decode(name)
		}
		return best.decode(name)
	}
}

// isLegacy reports whether a name is not in UTF-8. Three letters of CP720 may
// happen to be one of Chinese or Korean there; where they are a likely word of
// Arabic, that is what they are.
func isLegacy(name []byte) bool {
	if !utf8.Valid(name) {
		return true
	}
	for _, r := range string(name) {
		if r >= utf8.RuneSelf && classOf(r) != odd {
			return false
		}
	}
	w := weigh(name, inNames)
	return w.bytes > 0 && w.best.name == CP720 && w.cost(w.best) <= int64(w.bytes)*costLimit
}

// decode decodes a short text.
func (t *table) decode(b []byte) string {
	var s strings.Builder
	for _, c := range b {
		s.WriteRune(t.runes[c])
	}
	return s.String()
}
