package blockmax

import (
	"encoding/binary"
	"math"
	"math/bits"
)

// Append appends a list to dst: documents of a segment of so many, ascending, how
// often each holds the term, and the bound of each.
func Append(dst []byte, docs, freqs []uint32, bounds []float32, segment int) []byte {
	if len(docs) == 1 {
		return appendShort(dst, docs, freqs)
	}
	top := roundUp(greatest(bounds))
	dst = binary.LittleEndian.AppendUint16(dst, top)
	scale := 0.0 // steps of a bound
	if whole := expand(top); whole > 0 {
		scale = wholeBound / float64(whole)
	}
	if len(docs) < shortList {
		return appendShort(appendShares(dst, bounds, scale, wholeBound), docs, freqs)
	}
	if len(docs) >= windowed {
		at := len(dst)
		dst = append(dst, make([]byte, Windows(segment))...)
		for i, d := range docs {
			w := &dst[at+int(d>>WindowBits)]
			*w = max(*w, steps(bounds[i], scale, wholeBound))
		}
	}
	n := (len(docs) + BlockSize - 1) / BlockSize
	head := len(dst)
	dst = append(dst, make([]byte, headerSize*n)...)
	data := len(dst)
	next := uint32(0) // after the last document of the block before
	for b := range n {
		from, to := b*BlockSize, min(len(docs), (b+1)*BlockSize)
		binary.LittleEndian.PutUint32(dst[head+4*(n+b):], uint32(len(dst)-data))
		var kind, width byte
		dst, kind = appendDocs(dst, docs[from:to], next)
		dst, width = appendFreqs(dst, freqs[from:to])
		most := steps(greatest(bounds[from:to]), scale, wholeBound)
		dst = appendShares(dst, bounds[from:to], scale, most)
		binary.LittleEndian.PutUint32(dst[head+4*b:], docs[to-1])
		dst[head+8*n+b], dst[head+9*n+b], dst[head+10*n+b] = most, kind, width
		next = docs[to-1] + 1
	}
	return dst
}

// appendShort appends documents and frequencies as uvarints.
func appendShort(dst []byte, docs, freqs []uint32) []byte {
	next := uint32(0)
	for i, d := range docs {
		code := uint64(d-next) << 1
		if freqs[i] == 1 {
			dst = binary.AppendUvarint(dst, code|1)
		} else {
			dst = binary.AppendUvarint(dst, code)
			dst = binary.AppendUvarint(dst, uint64(freqs[i]))
		}
		next = d + 1
	}
	return dst
}

// appendDocs appends the documents of a block, none of which is before next, and
// returns their kind.
func appendDocs(dst []byte, docs []uint32, next uint32) ([]byte, byte) {
	var gaps [BlockSize]uint32
	all, before := uint32(0), next
	for i, d := range docs {
		gaps[i] = d - before
		all |= gaps[i]
		before = d + 1
	}
	width := bits.Len32(all)
	if words := (int(before-next) + 63) / 64; words*8 <= (width*len(docs)+7)/8 {
		at := len(dst)
		dst = append(dst, make([]byte, words*8)...)
		for _, d := range docs {
			i := d - next
			dst[at+int(i>>3)] |= 1 << (i & 7)
		}
		return dst, kindSet
	}
	return pack(dst, gaps[:len(docs)], width), byte(width)
}

// appendFreqs appends the frequencies of a block and returns how many bits each
// takes.
func appendFreqs(dst []byte, freqs []uint32) ([]byte, byte) {
	var less [BlockSize]uint32
	all := uint32(0)
	for i, f := range freqs {
		less[i] = f - 1
		all |= less[i]
	}
	width := bits.Len32(all)
	return pack(dst, less[:len(freqs)], width), byte(width)
}

// appendShares appends the bounds of documents, as shares of the greatest of them.
func appendShares(dst []byte, bounds []float32, scale float64, most byte) []byte {
	if most > 0 {
		scale *= wholeShare / float64(most)
	}
	at := len(dst)
	dst = append(dst, make([]byte, (len(bounds)+1)/2)...)
	for i, x := range bounds {
		dst[at+i/2] |= steps(x, scale, wholeShare) << (i & 1 * 4)
	}
	return dst
}

// steps is a bound in steps, upwards.
func steps(x float32, scale float64, most byte) byte {
	return byte(min(math.Ceil(float64(x)*scale), float64(most)))
}

func greatest(bounds []float32) float32 {
	most := float32(0)
	for _, x := range bounds {
		if x > most { // max would ask for each whether it is a number
			most = x
		}
	}
	return most
}

// roundUp is the upper half of a float32 that is not less than x.
func roundUp(x float32) uint16 { return uint16((math.Float32bits(x) + 0xffff) >> 16) }

func expand(x uint16) float32 { return math.Float32frombits(uint32(x) << 16) }

// pack appends numbers of so many bits each.
func pack(dst []byte, values []uint32, width int) []byte {
	acc, n := uint64(0), 0
	for _, v := range values {
		acc |= uint64(v) << n
		n += width
		for n >= 8 {
			dst = append(dst, byte(acc))
			acc >>= 8
			n -= 8
		}
	}
	if n > 0 {
		dst = append(dst, byte(acc))
	}
	return dst
}
