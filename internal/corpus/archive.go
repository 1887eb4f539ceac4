package corpus

import (
	"archive/tar"
	"archive/zip"
	"errors"
	"io"
	"iter"
	"path"
	"strings"
	"unicode/utf8"
)

// member returns the input of a member of an archive. Its name in the index is
// that of the archive, a slash, and its own.
func (in *input) member(name string, r io.Reader, c io.Closer) *input {
	name = strings.TrimPrefix(path.Clean("/"+strings.ReplaceAll(name, "\\", "/")), "/")
	m := newInput(in.path+"/"+name, in.name+"/"+cleanName(name), r, c)
	m.depth, m.nameless = in.depth+1, false
	return m
}

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
	decoded := decodeNames(raw)
	for i := range names {
		if !utf8.ValidString(names[i]) {
			names[i], decoded = decoded[0], decoded[1:]
		}
	}
	return names
}

// tarMembers yields the files of a tar archive as they come.
func tarMembers(in *input) iter.Seq2[*input, error] {
	return func(yield func(*input, error) bool) {
		t := tar.NewReader(in.Reader)
		for range maxMembers {
			h, err := t.Next()
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				yield(in, lost(err))
				return
			}
			name := h.Name
			if !utf8.ValidString(name) {
				name = decodeNames([][]byte{[]byte(name)})[0]
			}
			if h.Typeflag != tar.TypeReg || isHiddenMember(name) {
				continue // folders; links of an archive name what is in it anyway
			}
			if !yield(in.member(name, t, nil), nil) {
				return
			}
		}
		yield(in, fault{what: "an archive of too many files", next: "unpack it, and name the folder"})
	}
}
