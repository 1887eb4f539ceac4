package charset

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode/utf32"
)

// What Decode and NewReader refuse; the errors that wrap these say where.
var (
	ErrBinary  = errors.New("no text")
	ErrUnknown = errors.New("encoding not recognized")
)

// sampleSize is how many bytes are weighed, from the first that is no ASCII on.
const sampleSize = 256 << 10

// Margins of evidence, in hundredths of a nat.
const (
	sureMargin  = 500  // by this much the best reading must beat the next
	plainMargin = 1000 // and by this much a declared one
)

// decision is the encoding of some bytes.
type decision struct {
	name  string
	skip  int               // bytes of a byte order mark
	table *table            // for one byte a letter
	other encoding.Encoding // for declared encodings of the library
	notes []Note
}

// Detect returns the name of the encoding that explains b best, and whether it
// is sure of it. The name is "" for what is no text or in no known encoding.
func Detect(b []byte) (name string, sure bool) {
	d, err := decide(b, "", true)
	if err != nil {
		return "", false
	}
	for _, n := range d.notes {
		if n.Kind == Doubtful {
			return d.name, false
		}
	}
	return d.name, true
}

// decide finds the encoding of a file that begins with b; whole says that
// nothing follows.
func decide(b []byte, declared string, whole bool) (*decision, error) {
	if d := byMark(b); d != nil {
		return d, nil
	}
	if d := byZeros(b); d != nil {
		return d, nil
	}
	if at := binaryAt(b); at >= 0 {
		return nil, fmt.Errorf("%w: byte 0x%02x at offset %d; it is some other kind of file, export its text first", ErrBinary, b[at], at)
	}
	label, enc := lookup(declared)
	good, bad := countUTF8(b, whole)
	if bad == 0 || good > bad {
		return asUTF8(b, label, enc, declared, good), nil
	}
	return byEvidence(b, label, enc, declared)
}

// byMark decides by a byte order mark.
func byMark(b []byte) *decision {
	switch {
	case bytes.HasPrefix(b, []byte("\xef\xbb\xbf")):
		return &decision{name: UTF8, skip: 3}
	case bytes.HasPrefix(b, []byte("\xff\xfe\x00\x00")):
		return &decision{name: "UTF-32LE", skip: 4, other: utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM)}
	case bytes.HasPrefix(b, []byte("\x00\x00\xfe\xff")):
		return &decision{name: "UTF-32BE", skip: 4, other: utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM)}
	case bytes.HasPrefix(b, []byte("\xff\xfe")):
		return &decision{name: UTF16LE, skip: 2}
	case bytes.HasPrefix(b, []byte("\xfe\xff")):
		return &decision{name: UTF16BE, skip: 2}
	}
	return nil
}

// byZeros knows UTF-16 without a mark: nearly all of its units are letters of
// ASCII or Arabic, so that one byte in two is 00 or 06.
func byZeros(b []byte) *decision {
	b = b[:min(len(b), 8<<10)&^1]
	if len(b) < 8 {
		return nil
	}
	for _, d := range []decision{{name: UTF16LE}, {name: UTF16BE}} {
		usual := 0
		for i := 0; i < len(b); i += 2 {
			high, low := b[i], b[i+1]
			if d.name == UTF16LE {
				high, low = low, high
			}
			if usualUnit(high, low) {
				usual++
			}
		}
		if usual*2 >= len(b)*9/10 {
			return &d
		}
	}
	return nil
}

func usualUnit(high, low byte) bool {
	switch high {
	case 0x00:
		return low >= ' ' && low != 0x7f || low >= '\t' && low <= '\r'
	case 0x06:
		return low >= 0x0c
	}
	return false
}

// binaryAt returns where a file betrays that it is no text, -1 if nowhere: at the
// first control character where there are many. One here or there is damage.
func binaryAt(b []byte) int {
	b = b[:min(len(b), sampleSize)]
	first, n := -1, 0
	for i, c := range b {
		if c < ' ' && (c < '\t' || c > '\r') && c != 0x1a && c != 0x1b {
			if n++; n == 1 {
				first = i
			}
		}
	}
	if n*50 <= len(b) {
		return -1
	}
	return first
}

// aliases are the names of encodings that the WHATWG has no name for.
var aliases = map[string]string{
	"dos-720": CP720, "ibm720": CP720, "cp-720": CP720, "ibm864": CP864, "ibm-864": CP864, "dos-864": CP864, "cp-864": CP864,
	"x-mac-arabic": MacArabic, "x-macarabic": MacArabic, "utf8mb4": "utf-8",
}

// lookup returns the encoding that a declaration names, with its usual name;
// "" where it names none or none that is known.
func lookup(declared string) (string, encoding.Encoding) {
	declared = strings.ToLower(strings.TrimSpace(declared))
	if name, ok := aliases[declared]; ok {
		declared = name
	}
	if t := tableOf(declared); t != nil {
		return t.name, nil
	}
	enc, err := htmlindex.Get(declared)
	if err != nil {
		return "", nil
	}
	name, _ := htmlindex.Name(enc)
	if t := tableOf(name); t != nil {
		return t.name, nil
	}
	return name, enc
}

// countUTF8 counts the letters that are well-formed in UTF-8 beyond ASCII, and
// the bytes that are not. Half a letter at the end of a piece is neither.
func countUTF8(b []byte, whole bool) (good, bad int) {
	for i := 0; i < len(b); {
		if b[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, n := utf8.DecodeRune(b[i:])
		switch {
		case r != utf8.RuneError || n > 1:
			good++
		case whole || utf8.FullRune(b[i:]):
			bad++
		}
		i += n
	}
	return good, bad
}

// asUTF8 decides for UTF-8, unless the bytes are ASCII and were declared as
// something that hides other letters in ASCII.
func asUTF8(b []byte, label string, enc encoding.Encoding, declared string, good int) *decision {
	if good == 0 && label == "iso-2022-jp" {
		return &decision{name: label, other: enc}
	}
	d := &decision{name: UTF8}
	if good > 0 && label != "" && label != "utf-8" {
		d.overrule(declared)
	}
	return d
}

func (d *decision) overrule(declared string) {
	d.notes = append(d.notes, note(Overruled, 0, "declared as %s, but is %s: read as that", declared, d.name))
}

// sample returns the bytes to be weighed, and where they begin.
func sample(b []byte) ([]byte, int) {
	start := bytes.IndexFunc(b, func(r rune) bool { return r >= utf8.RuneSelf })
	start = max(start-16, 0)
	return b[start:min(len(b), start+sampleSize)], start
}

// byEvidence decides among the encodings of one byte a letter, and between the
// best of them and the declared one.
func byEvidence(b []byte, label string, enc encoding.Encoding, declared string) (*decision, error) {
	part, start := sample(b)
	w := weigh(part, inFiles)
	d := &decision{name: w.best.name, table: w.best}
	t := tableOf(label)
	switch {
	case t != nil && (w.cost(t) < w.cost(w.best)+plainMargin || !w.tolerable()):
		return &decision{name: t.name, table: t}, nil
	case enc != nil && label != "utf-8" && !w.plain() && decodes(enc, part):
		return &decision{name: label, other: enc}, nil
	case !w.tolerable():
		return nil, fmt.Errorf("%w: byte 0x%02x at offset %d; name the encoding, or convert the file: iconv -f ENCODING -t UTF-8", ErrUnknown, w.first, start+w.at)
	case declared != "":
		d.overrule(declared)
	case w.second < w.cost(w.best)+sureMargin:
		d.notes = append(d.notes, note(Doubtful, 0, "read as %s, but there is too little text to be sure of it", d.name))
	}
	return d, nil
}

// decodes reports whether nearly all of b means something in an encoding.
func decodes(enc encoding.Encoding, b []byte) bool {
	out, err := enc.NewDecoder().Bytes(b)
	return err == nil && bytes.Count(out, []byte("\ufffd"))*100 <= len(out)
}
