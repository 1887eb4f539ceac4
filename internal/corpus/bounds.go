package corpus

import (
	"errors"
	"fmt"
	"io"
)

// Bounds on what comes from outside.
const (
	maxDocument = 64 << 20  // bytes of one document: a text, a record, a line, a workbook
	maxNested   = 2         // archives in one another: an archive, and one in it
	maxMembers  = 2_000_000 // of one archive
	maxSpool    = 4 << 30   // bytes of an archive that must be laid on the disk to be read
	maxUnpacked = 256 << 30 // bytes that one packed file may become
	maxRatio    = 300       // times that packed bytes may grow, once they are more than freeBytes
	freeBytes   = 64 << 20  // bytes that may be unpacked before the ratio counts
	headBytes   = 64 << 10  // bytes that are looked at to know a kind
	bufferBytes = 128 << 10 // of a reader; at least headBytes
)

var (
	errEmpty   = fault{what: "empty: nothing to index"}
	errHollow  = fault{what: "an archive with no files in it, or hidden ones only"}
	errTooLong = fault{what: fmt.Sprintf("longer than %d MB", maxDocument>>20), next: "split it into articles"}
	errNested  = fault{what: "an archive in an archive in an archive", next: "unpack the outer one first"}
	errBomb    = fault{what: fmt.Sprintf("unpacks to more than %d times its size", maxRatio), next: "unpack it yourself if it can be trusted, and name what comes out"}
	errNUL     = fault{what: "NUL bytes within the text", next: "look whether it was copied whole"}
	errNoText  = fault{what: "no title and no body", sound: true}
)

// meter counts what goes in and out of a decompressor, and ends what grows
// beyond reason.
type meter struct {
	packed   io.Reader
	unpacked io.Reader
	in, out  int64
}

// Read reads unpacked bytes.
func (m *meter) Read(p []byte) (int, error) {
	n, err := m.unpacked.Read(p)
	m.out += int64(n)
	if m.out > maxUnpacked || m.out > freeBytes && m.out > maxRatio*m.in {
		return n, errBomb
	}
	return n, err
}

// packedReader is the other end: what the decompressor reads.
type packedReader struct{ m *meter }

func (p packedReader) Read(b []byte) (int, error) {
	n, err := p.m.packed.Read(b)
	p.m.in += int64(n)
	return n, err
}

// readAll reads a document whole, within the bound.
func readAll(r io.Reader) ([]byte, error) {
	b, err := io.ReadAll(io.LimitReader(r, maxDocument+1))
	if err == nil && len(b) > maxDocument {
		err = errTooLong
	}
	return b, err
}

// isFault tells an error that says itself what to do.
func isFault(err error) (fault, bool) { return errors.AsType[fault](err) }
