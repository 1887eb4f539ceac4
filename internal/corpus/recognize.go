package corpus

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"strings"
	"unicode/utf16"

	"github.com/fihris-search/fihris/internal/charset"
)

// head is what is looked at to know the kind of a file: its first bytes, what
// they say as text, what is in it if it is a ZIP, and the ending of its name.
type head struct {
	raw      []byte
	all      bool // there is no more
	ending   string
	zip      *zip.Reader
	declared string // the encoding that the file names
	decoded  bool
	start    charset.Text // the first bytes as text
	err      error        // why they are none
}

// recognize finds out what an input is.
func (in *input) recognize() error {
	raw, err := in.Peek(headBytes)
	if len(raw) == 0 && err != nil && err != io.EOF {
		return lost(err)
	}
	if len(raw) == 0 {
		return errEmpty
	}
	in.head = head{raw: raw, all: err == io.EOF, ending: ending(in.name)}
	if in.made != nil {
		in.head.ending = in.made.by.Makes()
	}
	if bytes.HasPrefix(raw, []byte("PK\x03\x04")) || bytes.HasPrefix(raw, []byte("PK\x05\x06")) {
		if err := in.openZip(); err != nil {
			return err
		}
	}
	for _, k := range kinds {
		if k.is(&in.head) {
			in.kind = k
			in.head.raw = nil // it does not outlive the next read
			return nil
		}
	}
	return in.head.err
}

// openZip reads the directory of a ZIP, which lies at its end.
func (in *input) openZip() error {
	if err := in.spool(); err != nil {
		return err
	}
	raw, err := in.Peek(headBytes)
	if err != nil && err != io.EOF {
		return lost(err)
	}
	in.head.raw = raw
	in.head.zip, err = zip.NewReader(in.at, in.size)
	switch {
	case errors.Is(err, zip.ErrInsecurePath):
		// Names are only names here: nothing is written under them.
	case err != nil:
		return fault{what: "damaged ZIP (archive, DOCX, XLSX or EPUB)", detail: err.Error(), next: "look whether it was copied whole; zip -FF FILE --out NEW may save some"}
	}
	if len(in.head.zip.File) > maxMembers {
		return fault{what: "an archive of too many files", next: "unpack it, and name the folder"}
	}
	return nil
}

// magic is met by files that begin with these bytes.
func magic(s string) func(*head) bool { return magicAt(0, s) }

// magicAt is met by files that have these bytes at a place.
func magicAt(at int, s string) func(*head) bool {
	return func(h *head) bool { return len(h.raw) >= at && bytes.HasPrefix(h.raw[at:], []byte(s)) }
}

// zipHas is met by a ZIP that has a file whose name begins with this.
func zipHas(prefix string) func(*head) bool {
	return func(h *head) bool {
		if h.zip == nil {
			return false
		}
		for _, f := range h.zip.File {
			if strings.HasPrefix(f.Name, prefix) {
				return prefix != "xl/" && prefix != "word/" && prefix != "ppt/" || zipHas("[Content_Types].xml")(h)
			}
		}
		return false
	}
}

// zipType is met by a ZIP whose file mimetype begins with this.
func zipType(prefix string) func(*head) bool {
	return func(h *head) bool {
		if h.zip == nil {
			return false
		}
		f, err := h.zip.Open("mimetype")
		if err != nil {
			return false
		}
		defer f.Close()
		b, _ := io.ReadAll(io.LimitReader(f, 200))
		return bytes.HasPrefix(b, []byte(prefix))
	}
}

// ole is met by a compound file of Microsoft that has a stream of this name in
// its directory; where the directory lies further back than we look, the
// ending decides.
func ole(stream string, endings ...string) func(*head) bool {
	name := make([]byte, 0, 2*len(stream))
	for _, u := range utf16.Encode([]rune(stream)) {
		name = append(name, byte(u), byte(u>>8))
	}
	return func(h *head) bool {
		if !bytes.HasPrefix(h.raw, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")) {
			return false
		}
		if stream == "" || bytes.Contains(h.raw, name) {
			return true
		}
		for _, e := range endings {
			if e == h.ending {
				return true
			}
		}
		return false
	}
}

// isTar tells a tar archive by its mark, or by the checksum of its first header
// where it is of the oldest kind.
func isTar(h *head) bool {
	if len(h.raw) < 512 {
		return false
	}
	if bytes.HasPrefix(h.raw[257:], []byte("ustar")) {
		return true
	}
	sum, want := 0, 0
	for i, c := range h.raw[:512] {
		if i >= 148 && i < 156 {
			if '0' <= c && c <= '7' {
				want = want*8 + int(c-'0')
			}
			c = ' '
		}
		sum += int(c)
	}
	return want > 0 && sum == want && h.raw[0] != 0
}

// isPDF allows some rubbish before the mark, as readers of PDF do.
func isPDF(h *head) bool { return bytes.Contains(h.raw[:min(len(h.raw), 1024)], []byte("%PDF-")) }

// isDBF tells a table of dBASE: its mark is one byte, so the name must agree.
func isDBF(h *head) bool {
	return h.ending == ".dbf" && len(h.raw) > 32 && h.raw[0] < 0x20 || h.ending == ".dbf" && len(h.raw) > 0 && h.raw[0] >= 0x80
}

// isPickle tells an object of Python: protocol 2 to 5, and a first opcode.
func isPickle(h *head) bool {
	return len(h.raw) > 3 && h.raw[0] == 0x80 && h.raw[1] >= 2 && h.raw[1] <= 5 && bytes.IndexByte(h.raw, 0) >= 0
}

var (
	isImage = anyOf(magic("\x89PNG"), magic("\xff\xd8\xff"), magic("GIF8"), magic("II*\x00"), magic("MM\x00*"), both(magic("RIFF"), magicAt(8, "WEBP")),
		both(magic("BM"), magicAt(6, "\x00\x00\x00\x00")), magic("8BPS"), magic("\x00\x00\x01\x00"), magicAt(4, "ftypheic"), magicAt(4, "ftypavif"), magicAt(4, "jP  "))
	isSound = anyOf(magic("ID3\x02"), magic("ID3\x03"), magic("ID3\x04"), isMP3, magic("OggS"), magic("fLaC"), both(magic("RIFF"), magicAt(8, "WAVE")), magicAt(4, "ftypM4A"), magic("#!AMR"), magic("MThd"))
	isVideo = anyOf(magicAt(4, "ftyp"), magicAt(4, "moov"), magic("\x1a\x45\xdf\xa3"), both(magic("RIFF"), magicAt(8, "AVI ")), magic("FLV\x01"), magic("\x00\x00\x01\xba"), magic("\x30\x26\xb2\x75"))
	isFont  = anyOf(magic("\x00\x01\x00\x00\x00"), magic("OTTO"), magic("wOFF"), magic("wOF2"), magic("ttcf"))

	isProgram = anyOf(magic("\x7fELF"), both(magic("MZ"), isBinary), magic("\xcf\xfa\xed\xfe"), magic("\xce\xfa\xed\xfe"), magic("\xca\xfe\xba\xbe"), magic("\x00asm"), magic("dex\n"))
)

// isMP3 tells a frame of sound that has no tag before it.
func isMP3(h *head) bool {
	return len(h.raw) > 4 && h.raw[0] == 0xff && h.raw[1]&0xe6 == 0xe2 && bytes.IndexByte(h.raw, 0) >= 0
}

// isBinary tells what holds NUL and is no UTF-16, by the error that decoding
// gives.
func isBinary(h *head) bool { return bytes.IndexByte(h.raw, 0) >= 0 && h.decodeError() != nil }
