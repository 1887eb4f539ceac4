package store

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// A file of the journal is a head and then frames, numbers little-endian, checksums
// CRC-32C (Castagnoli):
//
//	head   magic (8 bytes), ID of the journal, number of the file,
//	       number of its first change (8 each), checksum of these (4)
//	frame  magic, length of the payload (4 each), number of the first change (8),
//	       changes, checksum of the payload, checksum of all before (4 each);
//	       the payload: of each change the length of its ID (uvarint), the ID,
//	       and the length of its stored form (uvarint) and the form; 0 and nothing
//	       where the document is taken away
//
// Behind the last frame may be zeros, which the next ones are written over.
//
// A frame is what was made durable by one sync, and the next one is written only after
// that. So at most the last frame of a file can be one that was never acknowledged:
// where one that is whole comes behind it, or a file that begins with a later change, or where
// the witness (lock.go) says that more was acknowledged, it is damage.
const (
	journalPrefix = "journal-"
	headMagic     = "fihrisJ\x01"
	frameMagic    = "\xf1jrn"
	headSize      = 8 + 3*8 + 4
	frameSize     = 4 + 4 + 8 + 4 + 4 + 4
	mostPayload   = 256 << 20
	mostJournal   = 1 << 30
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

func journalName(n uint64) string { return fmt.Sprintf("%s%012x", journalPrefix, n) }

func journalNumber(name string) (uint64, bool) {
	digits, ok := strings.CutPrefix(name, journalPrefix)
	n, err := strconv.ParseUint(digits, 16, 64)
	return n, ok && err == nil && journalName(n) == name
}

func appendHead(b []byte, id, number, first uint64) []byte {
	at := len(b)
	b = append(b, headMagic...)
	for _, n := range [...]uint64{id, number, first} {
		b = binary.LittleEndian.AppendUint64(b, n)
	}
	return binary.LittleEndian.AppendUint32(b, crc32.Checksum(b[at:], castagnoli))
}

// appendFrame appends the frame of changes of which the first has a number.
func appendFrame(b []byte, first uint64, ops []Op) ([]byte, error) {
	at := len(b)
	b = append(b, make([]byte, frameSize)...)
	for _, o := range ops {
		b = append(binary.AppendUvarint(b, uint64(len(o.ID))), o.ID...)
		b = append(binary.AppendUvarint(b, uint64(len(o.Data))), o.Data...)
	}
	head, payload := b[at:at+frameSize], b[at+frameSize:]
	if len(payload) > mostPayload {
		return nil, fmt.Errorf("changes of %d bytes, at most %d are possible at once", len(payload), mostPayload)
	}
	copy(head, frameMagic)
	binary.LittleEndian.PutUint32(head[4:], uint32(len(payload)))
	binary.LittleEndian.PutUint64(head[8:], first)
	binary.LittleEndian.PutUint32(head[16:], uint32(len(ops)))
	binary.LittleEndian.PutUint32(head[20:], crc32.Checksum(payload, castagnoli))
	binary.LittleEndian.PutUint32(head[24:], crc32.Checksum(head[:24], castagnoli))
	return b, nil
}

// frame is one that is whole.
type frame struct {
	at, end int
	first   uint64
	ops     []Op // pointing into the file
}

// frameAt reads the frame at a place; ok is false where there is no whole one. skip is how long it would
// be, where only its payload is not what it was; 0 where that is not known.
func frameAt(b []byte, at int) (f frame, skip int, ok bool) {
	rest := b[at:]
	if len(rest) < frameSize || string(rest[:4]) != frameMagic || crc32.Checksum(rest[:24], castagnoli) != binary.LittleEndian.Uint32(rest[24:]) {
		return f, 0, false
	}
	length, count := uint64(binary.LittleEndian.Uint32(rest[4:])), binary.LittleEndian.Uint32(rest[16:])
	if length > uint64(len(rest)-frameSize) {
		return f, 0, false
	}
	payload := rest[frameSize : frameSize+int(length)]
	f = frame{at: at, end: at + frameSize + len(payload), first: binary.LittleEndian.Uint64(rest[8:])}
	if crc32.Checksum(payload, castagnoli) != binary.LittleEndian.Uint32(rest[20:]) || uint64(count) > length {
		return f, f.end - at, false
	}
	f.ops = make([]Op, 0, count)
	for range count {
		id, tail, ok := cutBytes(payload)
		data, tail, ok2 := cutBytes(tail)
		if !ok || !ok2 {
			return f, f.end - at, false
		}
		o := Op{ID: string(id)}
		if len(data) > 0 {
			o.Data = data
		}
		f.ops, payload = append(f.ops, o), tail
	}
	return f, 0, len(payload) == 0 && count > 0
}

// cutBytes cuts bytes off that their length comes before.
func cutBytes(b []byte) (head, rest []byte, ok bool) {
	n, size := binary.Uvarint(b)
	if size <= 0 || n > uint64(len(b)-size) {
		return nil, nil, false
	}
	b = b[size:]
	return b[:n:n], b[n:], true
}

// nextFrame finds the first whole frame from a place on.
func nextFrame(b []byte, at int) (frame, bool) {
	for at < len(b) {
		f, skip, ok := frameAt(b, at)
		if ok {
			return f, true
		}
		at += max(skip, 1)
		to := bytes.Index(b[min(at, len(b)):], []byte(frameMagic))
		if to < 0 {
			return frame{}, false
		}
		at += to
	}
	return frame{}, false
}

// journalRead is what the journal holds beside a manifest.
type journalRead struct {
	ops    []Op          // that the manifest does not hold, oldest first
	last   uint64        // the number of the last of them, or of the last that the manifest holds
	files  []journalFile // that were read
	next   uint64        // the number of the next file
	lost   uint64        // changes that were acknowledged and are not there
	damage []error
}

func (r *journalRead) err() error { return errors.Join(r.damage...) }

// fault says that changes up to before a number are lost, or that it is not known which.
func (r *journalRead) fault(name string, before uint64, format string, args ...any) {
	what := fmt.Sprintf(format, args...)
	if before > r.last+1 {
		n := before - r.last - 1
		r.lost += n
		what += fmt.Sprintf("; changes lost: %d", n)
		r.last = before - 1
	}
	r.damage = append(r.damage, fmt.Errorf("%w: %s: %s", ErrCorrupt, filepath.Join(segmentFolder, name), what))
}

// readJournal reads what the journal in a folder holds beside a manifest. acknowledged is
// what the witness said before the manifest was read. Damage is no error here.
func readJournal(folder string, m journalMark, acknowledged uint64) (r journalRead, err error) {
	r = journalRead{last: m.Applied, next: m.File}
	if m.ID == 0 { // before there were any
		return r, nil
	}
	entries, err := os.ReadDir(folder)
	if err != nil {
		return r, err
	}
	// All are opened before any is read: one behind which there is another is complete.
	var numbers []uint64
	var files []*os.File
	defer func() { closeFiles(files) }()
	for _, e := range entries {
		n, ok := journalNumber(e.Name())
		if !ok || n < m.File {
			continue
		}
		f, err := os.Open(filepath.Join(folder, e.Name()))
		if errors.Is(err, fs.ErrNotExist) {
			continue // the manifest has changed meanwhile, as whoever asks will see
		}
		if err != nil {
			return r, err
		}
		numbers, files = append(numbers, n), append(files, f)
	}
	order := make([]int, len(files))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(numbers[a], numbers[b]) })
	for _, i := range order {
		fi, err := files[i].Stat()
		if err != nil {
			return r, err
		}
		if fi.Size() > mostJournal || fi.Size() > math.MaxInt/2 {
			r.fault(journalName(numbers[i]), 0, "has %d bytes", fi.Size())
			continue
		}
		b, err := io.ReadAll(files[i])
		if err != nil {
			return r, err
		}
		r.read(m, numbers[i], b)
	}
	if acknowledged > r.last {
		r.fault(journalName(r.next-min(r.next, 1)), acknowledged+1, "it ends with change %d, and %d was acknowledged", r.last, acknowledged)
	}
	return r, nil
}

// read takes the changes of one file.
func (r *journalRead) read(m journalMark, number uint64, b []byte) {
	name := journalName(number)
	r.next = number + 1
	end := 0
	defer func() { r.files = append(r.files, journalFile{number, r.last, int64(end)}) }()
	at := min(headSize, len(b))
	switch first := headFirst(b); {
	case bytes.Equal(b[:at], appendHead(nil, m.ID, number, first)):
		if first > r.last+1 {
			r.fault(name, first, "begins with change %d, and %d was the last before it", first, r.last)
		}
	case at == headSize && crc32.Checksum(b[:headSize-4], castagnoli) == binary.LittleEndian.Uint32(b[headSize-4:]):
		r.fault(name, 0, "is a file of another journal, or another file of this one")
		return
	default:
		f, ok := nextFrame(b, 0)
		// One that was cut off as it was written was never acknowledged, unless the next file or the
		// witness says so; its head was made durable with the first frame.
		if !ok && isBegun(b[:at], appendHead(nil, m.ID, number, r.last+1)) {
			return
		}
		r.fault(name, f.first, "its head is damaged")
		if at = f.at; !ok {
			return
		}
	}
	for at < len(b) {
		f, _, ok := frameAt(b, at)
		if !ok {
			if f, ok = nextFrame(b, at); !ok {
				return // the last was never acknowledged, unless the next file or the witness says so
			}
			r.fault(name, f.first, "damaged at byte %d", at)
		} else if f.first > r.last+1 {
			r.fault(name, f.first, "change %d follows %d at byte %d", f.first, r.last, at)
		}
		for i, o := range f.ops {
			if n := f.first + uint64(i); n > r.last {
				r.ops, r.last = append(r.ops, o), n
			}
		}
		at = f.end
		end = at
	}
}

// isBegun says whether bytes are the beginning of what was to be written, and zeros behind it: what a cut
// of the power leaves of a write that had made a file longer.
func isBegun(b, whole []byte) bool {
	n := 0
	for n < len(b) && b[n] == whole[n] {
		n++
	}
	return len(bytes.TrimLeft(b[n:], "\x00")) == 0
}

// headFirst is the number of the first change that a head says.
func headFirst(b []byte) uint64 {
	if len(b) < headSize {
		return 0
	}
	return binary.LittleEndian.Uint64(b[headSize-12:])
}

// headID is the ID of the journal that a head says.
func headID(b []byte) uint64 {
	if len(b) < headSize {
		return 0
	}
	return binary.LittleEndian.Uint64(b[len(headMagic):])
}
