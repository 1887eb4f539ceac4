package corpus

import (
	"archive/tar"
	"bytes"
	"errors"
	"io"
	"iter"
	"unicode/utf8"

	"github.com/fihris-search/fihris/internal/charset"
)

// How much of a tar archive is held in memory, from the first name that is not
// UTF-8 on, so that the names can be decoded together: they stand between the
// files, and a stream is read once.
const (
	heldBytes = 4 << 20
	heldNames = 1000
)

// tarMembers yields the files of a tar archive as they come.
func tarMembers(in *input) iter.Seq2[*input, error] {
	return func(yield func(*input, error) bool) {
		t := &tarReader{tar: tar.NewReader(in.Reader)}
		for {
			f, err := t.next()
			switch {
			case errors.Is(err, io.EOF):
				return
			case err != nil:
				yield(in, lost(err))
				return
			case isHiddenMember(f.name):
				continue
			}
			m := in.member(f.name, f.content, nil)
			switch mode := f.FileInfo().Mode(); {
			case f.Typeflag == tar.TypeLink:
				err = errLink
			case !mode.IsRegular():
				err = notRegular(mode)
			}
			if !yield(m, err) {
				return
			}
		}
	}
}

// tarFile is one file of an archive.
type tarFile struct {
	*tar.Header
	name    string
	content io.Reader
}

// tarReader reads files one after the other, or those held before.
type tarReader struct {
	tar    *tar.Reader
	decode func([]byte) string // nil until a name needs it
	names  int                 // that were read
	held   []*tarFile
	err    error // what ended the reading, behind those held
}

// next returns the next file with its name decoded, or io.EOF.
func (t *tarReader) next() (*tarFile, error) {
	if len(t.held) == 0 {
		t.read()
	}
	if len(t.held) == 0 {
		return nil, t.err
	}
	f := t.held[0]
	t.held = t.held[1:]
	f.name = decodeMember(t.decode, f.Name)
	return f, nil
}

// read reads one file; where its name is the first that is not UTF-8, as many
// as may be held.
func (t *tarReader) read() {
	var raw [][]byte
	size := 0
	for t.err == nil {
		h, err := t.header()
		if err != nil {
			t.err = err
			break
		}
		if legacy := !utf8.ValidString(h.Name); legacy && (t.decode == nil || raw != nil) {
			raw = append(raw, []byte(h.Name))
		}
		if h.Typeflag == tar.TypeDir {
			continue // its name counts
		}
		f := &tarFile{Header: h, content: t.tar}
		t.held = append(t.held, f)
		if raw == nil || len(t.held) == heldNames || !t.hold(f, &size) {
			break
		}
	}
	if raw != nil {
		t.decode = charset.Namer(raw)
	}
}

// header returns the next header of a file or a folder.
func (t *tarReader) header() (*tar.Header, error) {
	for {
		h, err := t.tar.Next()
		if err != nil || h.Typeflag != tar.TypeXGlobalHeader {
			if t.names++; err == nil && t.names > maxMembers {
				err = fault{what: "an archive of too many files", next: "unpack it, and name the folder"}
			}
			return h, err
		}
	}
}

// hold keeps what a file holds in memory and reports whether there is room for
// more. The last one is kept in part, and read on from the archive.
func (t *tarReader) hold(f *tarFile, size *int) bool {
	b, err := io.ReadAll(io.LimitReader(t.tar, int64(heldBytes-*size)+1))
	f.content = bytes.NewReader(b)
	*size += len(b)
	if err != nil || *size > heldBytes {
		f.content = io.MultiReader(f.content, t.tar)
		return false
	}
	return true
}
