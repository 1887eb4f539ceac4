package index

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"

	"github.com/fihris-search/fihris/internal/meaning"
)

// A vector lies twice in a segment. Behind the stored form of its document, with a checksum, as what no
// index can make anew of the text alone: so it goes wherever the article goes, into merges,
// backups, exports and rebuilt indexes, and away with it. And in columns, four components in
// each, where all vectors of a segment are compared in one pass. Of 384 components that is twice 384 bytes an
// article; check holds the one against the other.
//
// Behind the stored form, whose version is then 4, are
//
//	the model and the components, each with its length before it; the CRC-32 of the ID, a
//	NUL and these; the length of all of that as four bytes
const (
	columnModel    = "vector model"   // a checksum of its name, see modelNumber; 0 for no vector
	columnSize     = "vector size"    // components
	columnSquares  = "vector squares" // of the length
	columnParts    = "vector "        // and a number: four components each
	componentsEach = 4
)

// appendVector appends the vector to the stored form that b ends with, which begins at 0 or behind
// what the caller has put before it.
func (d *Document) appendVector(b []byte) ([]byte, error) {
	v := d.meaning()
	if v.IsZero() {
		return b, nil
	}
	packed, err := v.Pack()
	if err != nil {
		return b, err
	}
	at := len(b)
	b = appendString(b, v.Model)
	b = binary.AppendUvarint(b, uint64(len(packed)))
	for _, x := range packed {
		b = append(b, byte(x))
	}
	b = binary.LittleEndian.AppendUint32(b, vectorSum(d.ID, b[at:]))
	return binary.LittleEndian.AppendUint32(b, uint32(len(b)-at)), nil
}

// withVector makes of a stored form that with the vector, if the document has one.
func (d *Document) withVector(stored []byte) ([]byte, error) {
	if len(d.Vector) == 0 {
		return stored, nil
	}
	stored, err := d.appendVector(stored)
	if err == nil {
		stored[0] = vectorVersion
	}
	return stored, err
}

func vectorSum(id string, part []byte) uint32 {
	return crc32.Update(crc32.ChecksumIEEE([]byte(id+"\x00")), crc32.IEEETable, part)
}

// splitVector parts a stored form, but for its version that of version 3, from the vector behind it.
func splitVector(b []byte) (stored, vector []byte, err error) {
	if len(b) == 0 || b[0] != vectorVersion {
		return b, nil, nil
	}
	if len(b) >= 4 {
		if n := binary.LittleEndian.Uint32(b[len(b)-4:]); uint64(n) <= uint64(len(b)-4) {
			end := len(b) - 4 - int(n)
			return b[:end:end], b[end : len(b)-4], nil
		}
	}
	return nil, nil, fmt.Errorf("the vector of an article is cut short: %w", ErrCorrupt)
}

// meaning is the vector of a document.
func (d *Document) meaning() meaning.Vector {
	return meaning.Vector{Model: d.VectorModel, Values: d.Vector}
}

// readVector reads what stands behind a stored form.
func (d *Document) readVector(b []byte) error {
	if len(b) == 0 {
		return nil
	}
	r := reader{b: b}
	model := r.string()
	n := r.count()
	if r.bad || n == 0 || n > meaning.MostDimensions {
		return fmt.Errorf("the vector of an article cannot be read: %w", ErrCorrupt)
	}
	packed := make([]int8, n)
	for i := range packed {
		packed[i] = int8(r.byte())
	}
	sum := vectorSum(d.ID, b[:len(b)-len(r.b)])
	if r.uint32() != sum || r.bad || len(r.b) > 0 {
		return fmt.Errorf("the vector of an article does not agree with its checksum: %w", ErrCorrupt)
	}
	d.Vector, d.VectorModel = meaning.Unpack(packed), model
	return nil
}

// isStoredAs says whether a document, whose stored form is given, is there already. One that comes
// without a vector is the one that is there, and leaves its vector alone.
func (d *Document) isStoredAs(stored, there []byte) (bool, error) {
	there, behind, err := splitVector(there)
	if err != nil || len(there) == 0 || !bytes.Equal(stored[1:], there[1:]) || there[0] != storedVersion && there[0] != vectorVersion {
		return false, err
	}
	if len(d.Vector) == 0 {
		return true, nil
	}
	again, err := d.appendVector(nil)
	return err == nil && len(again) >= 4 && bytes.Equal(again[:len(again)-4], behind), err
}

// vector adds the columns of a vector.
func (c *collector) vector(v meaning.Vector) {
	if v.IsZero() {
		return
	}
	packed, _ := v.Pack() // it was packed before
	c.out.Column(columnModel).Set(modelNumber(v.Model))
	c.out.Column(columnSize).Set(uint32(len(packed)))
	c.out.Column(columnSquares).Set(meaning.Squares(packed))
	for i := 0; i < len(packed); i += componentsEach {
		var part uint32
		for k, x := range packed[i:min(i+componentsEach, len(packed))] {
			part |= uint32(uint8(x)) << (8 * k)
		}
		if i/componentsEach == len(c.parts) {
			c.parts = append(c.parts, c.out.Column(partColumn(i/componentsEach)))
		}
		c.parts[i/componentsEach].Set(part)
	}
}

func partColumn(i int) string { return fmt.Sprintf("%s%d", columnParts, i) }

// anyModel is the number of a model that is not known.
const anyModel = 1

// modelNumber tells models apart; it is not 0.
func modelNumber(name string) uint32 {
	if name == "" {
		return anyModel
	}
	return max(crc32.ChecksumIEEE([]byte(name)), anyModel+1)
}
