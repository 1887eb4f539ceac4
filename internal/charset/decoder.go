package charset

import (
	"bytes"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/transform"
)

// decoder is a transformer to UTF-8 that keeps count of what meant nothing.
type decoder interface {
	transform.Transformer
	report(name string, skipped int) []Note
}

// decoder returns the one for the encoding that was decided for, nil for UTF-8.
func (d *decision) decoder() decoder {
	switch {
	case d.table != nil:
		return &tableDecoder{table: d.table}
	case d.other != nil:
		return &otherDecoder{Transformer: d.other.NewDecoder()}
	case d.name == UTF16LE || d.name == UTF16BE:
		return &utf16Decoder{bigEndian: d.name == UTF16BE}
	}
	return nil
}

// damage counts what meant nothing.
type damage struct {
	bad   int   // spots replaced
	first int64 // where the first was
	lost  int   // U+FFFD in the file itself
	pos   int64 // bytes decoded by earlier calls
}

// at counts a spot that begins at src[i].
func (d *damage) at(i int) {
	if d.bad++; d.bad == 1 {
		d.first = d.pos + int64(i)
	}
}

// Reset implements [transform.Transformer].
func (d *damage) Reset() { *d = damage{} }

func (d *damage) report(name string, skipped int) []Note {
	var notes []Note
	if d.bad > 0 {
		n := note(Undecodable, d.bad, "not valid %s in %d places: U+FFFD stands for what is lost there", name, d.bad)
		n.First = d.first
		if n.First >= 0 {
			n.First += int64(skipped)
		}
		notes = append(notes, n)
	}
	if d.lost > 0 {
		notes = append(notes, note(Lost, d.lost, "%d letters were lost before this file was written (U+FFFD)", d.lost))
	}
	return notes
}

// replacement is U+FFFD in UTF-8.
const replacement = "\ufffd"

// tableDecoder decodes one byte a letter.
type tableDecoder struct {
	damage
	table *table
}

// Transform implements [transform.Transformer].
func (d *tableDecoder) Transform(dst, src []byte, _ bool) (nDst, nSrc int, err error) {
	defer func() { d.pos += int64(nSrc) }()
	for ; nSrc < len(src); nSrc++ {
		if nDst+utf8.UTFMax > len(dst) {
			return nDst, nSrc, transform.ErrShortDst
		}
		r := d.table.runes[src[nSrc]]
		if r == utf8.RuneError {
			d.at(nSrc)
		}
		nDst += utf8.EncodeRune(dst[nDst:], r)
	}
	return nDst, nSrc, nil
}

// utf16Decoder decodes UTF-16 and finds halves of letters.
type utf16Decoder struct {
	damage
	bigEndian bool
}

// Transform implements [transform.Transformer].
func (d *utf16Decoder) Transform(dst, src []byte, atEOF bool) (nDst, nSrc int, err error) {
	defer func() { d.pos += int64(nSrc) }()
	for nSrc < len(src) {
		r, size := d.rune(src[nSrc:], atEOF)
		if size == 0 {
			return nDst, nSrc, transform.ErrShortSrc
		}
		if nDst+utf8.UTFMax > len(dst) {
			return nDst, nSrc, transform.ErrShortDst
		}
		if r < 0 {
			r = utf8.RuneError
			d.at(nSrc)
		} else if r == utf8.RuneError {
			d.lost++
		}
		nDst += utf8.EncodeRune(dst[nDst:], r)
		nSrc += size
	}
	return nDst, nSrc, nil
}

// rune decodes the first letter of src: -1 for half of one, size 0 where more
// bytes are needed.
func (d *utf16Decoder) rune(src []byte, atEOF bool) (r rune, size int) {
	if len(src) < 2 {
		if atEOF {
			return -1, 1
		}
		return 0, 0
	}
	r = d.unit(src)
	if !utf16.IsSurrogate(r) {
		return r, 2
	}
	if len(src) < 4 {
		if atEOF {
			return -1, 2
		}
		return 0, 0
	}
	if r = utf16.DecodeRune(r, d.unit(src[2:])); r == utf8.RuneError {
		return -1, 2
	}
	return r, 4
}

func (d *utf16Decoder) unit(b []byte) rune {
	if d.bigEndian {
		return rune(b[0])<<8 | rune(b[1])
	}
	return rune(b[1])<<8 | rune(b[0])
}

// otherDecoder is one of the library. Where in the file its U+FFFD arise it
// does not say.
type otherDecoder struct {
	transform.Transformer
	bad int
}

// Transform implements [transform.Transformer].
func (d *otherDecoder) Transform(dst, src []byte, atEOF bool) (nDst, nSrc int, err error) {
	nDst, nSrc, err = d.Transformer.Transform(dst, src, atEOF)
	d.bad += bytes.Count(dst[:nDst], []byte(replacement))
	return nDst, nSrc, err
}

func (d *otherDecoder) report(name string, _ int) []Note {
	return (&damage{bad: d.bad, first: -1}).report(name, 0)
}
