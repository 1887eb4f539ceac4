package store

import (
	"encoding/binary"
	"hash/fnv"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// root.bolt is as long as the last sound one of its two headers says, or it is
// cut short.
func TestLengthOfRoot(t *testing.T) {
	const magic, size, pages, transaction, sum = 0, 8, 40, 48, 56 // where they stand in a header
	page := os.Getpagesize()
	header := func(b []byte, set func(h []byte)) {
		h := b[16:]
		set(h)
		f := fnv.New64a()
		f.Write(h[:sum])
		binary.NativeEndian.PutUint64(h[sum:], f.Sum64())
	}
	number := func(b []byte, at int, n uint64) { binary.NativeEndian.PutUint64(b[at:], n) }
	// a file of six pages; the header of the last transaction asks for six
	whole := func() []byte {
		b := make([]byte, 6*page)
		for i, n := range []uint64{6, 4} {
			header(b[i*page:], func(h []byte) {
				binary.NativeEndian.PutUint32(h[magic:], 0xED0CDAED)
				binary.NativeEndian.PutUint32(h[size:], uint32(page))
				number(h, pages, n)
				number(h, transaction, n)
			})
		}
		return b
	}
	for name, c := range map[string]struct {
		change func(b []byte) []byte
		want   bool
	}{
		"as it is":                  {func(b []byte) []byte { return b }, true},
		"a byte less":               {func(b []byte) []byte { return b[:len(b)-1] }, false},
		"long enough for the older": {func(b []byte) []byte { return b[:4*page] }, false},
		"where the last is torn":    {func(b []byte) []byte { b[16+pages]++; return b[:4*page] }, true},
		"of which less is there":    {func(b []byte) []byte { b[16+pages]++; return b[:4*page-1] }, false},
		"the last in the second page": {func(b []byte) []byte {
			header(b[page:], func(h []byte) { number(h, transaction, 7) })
			return b[:4*page]
		}, true},
		"no magic": {func(b []byte) []byte {
			header(b, func(h []byte) { h[magic]++ })
			header(b[page:], func(h []byte) { h[magic]++ })
			return b
		}, false},
		"both torn":               {func(b []byte) []byte { b[16+pages]++; b[page+16+pages]++; return b }, false},
		"pages of no bytes":       {func(b []byte) []byte { header(b, func(h []byte) { clear(h[size : size+4]) }); return b }, false},
		"no pages":                {func(b []byte) []byte { header(b, func(h []byte) { number(h, pages, 0) }); return b }, false},
		"more pages than numbers": {func(b []byte) []byte { header(b, func(h []byte) { number(h, pages, 1<<63+1) }); return b }, false},
		"less than one header":    {func(b []byte) []byte { return b[:20] }, false},
	} {
		root := filepath.Join(t.TempDir(), rootFile)
		require.NoError(t, os.WriteFile(root, c.change(whole()), 0o600))
		if err := checkBolt(root); c.want {
			require.NoError(t, err, name)
		} else {
			require.ErrorIs(t, err, ErrCorrupt, name)
			assert.ErrorContains(t, err, rootName, name)
		}
	}
}
