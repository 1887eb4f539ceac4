package corpus

import (
	"archive/zip"
	"io"
	"iter"
	"path"
	"strings"
	"unicode/utf8"

	"github.com/fihris-search/fihris/internal/charset"
)

// member returns the input of a member of an archive. Its name in the index is
// that of the archive, a slash, and its own.
func (in *input) member(name string, r io.Reader, c io.Closer) *input {
	name = strings.TrimPrefix(path.Clean("/"+strings.ReplaceAll(name, "\\", "/")), "/")
	m := newInput(in.path+"/"+name, in.name+"/"+cleanName(name), r, c)
	m.depth, m.nameless = in.depth+1, false
	return m
}

// errLink says of a link that what it names was read where it lies, if it lies in
// the archive.
var errLink = fault{what: "a link within an archive, not followed", next: "what it leads to is read where it lies; if that is elsewhere, unpack the archive and name the folder", kind: true}

// isHiddenMember tells members that are left out as hidden files of a folder
// are.
func isHiddenMember(name string) bool {
	for part := range strings.SplitSeq(strings.ReplaceAll(name, "\\", "/"), "/") {
		if part != "" && part != "." && isHidden(part) {
			return true
		}
	}
	return false
}

// zipMembers yields the files of a ZIP archive, their names decoded together.
func zipMembers(in *input) iter.Seq2[*input, error] {
	return func(yield func(*input, error) bool) {
		files := in.head.zip.File
		names := zipNames(files)
		for i, f := range files {
			if f.FileInfo().IsDir() || isHiddenMember(names[i]) {
				continue
			}
			m, err := in.zipMember(f, names[i])
			if !yield(m, err) {
				return
			}
		}
	}
}

// zipMember opens one file of an archive.
func (in *input) zipMember(f *zip.File, name string) (*input, error) {
	m := in.member(name, nil, nil)
	if f.Flags&1 != 0 {
		return m, fault{what: "a member with a password", next: "unpack the archive yourself, and name the folder"}
	}
	if !f.Mode().IsRegular() {
		return m, notRegular(f.Mode())
	}
	if f.UncompressedSize64 > freeBytes && f.UncompressedSize64/maxRatio > f.CompressedSize64 {
		return m, errBomb
	}
	r, err := f.Open()
	if err != nil {
		return m, fault{what: "cannot be unpacked", detail: err.Error(), next: "unpack the archive yourself, and name the folder"}
	}
	return in.member(name, r, r), nil
}

// zipNames returns the names of the files as text. ZIP says of a name only
// whether it is UTF-8; what else it is, all of them together show.
func zipNames(files []*zip.File) []string {
	names := make([]string, len(files))
	var raw [][]byte
	for i, f := range files {
		if names[i] = f.Name; !utf8.ValidString(f.Name) {
			raw = append(raw, []byte(f.Name))
		}
	}
	decode := charset.Namer(raw)
	for i := range names {
		names[i] = decodeMember(decode, names[i])
	}
	return names
}

// decodeMember decodes a name unless it is UTF-8.
func decodeMember(decode func([]byte) string, name string) string {
	if utf8.ValidString(name) {
		return name
	}
	return decode([]byte(name))
}
