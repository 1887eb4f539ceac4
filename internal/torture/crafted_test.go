package torture

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"hash/crc32"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
)

// sealed writes a segment in the place of one of an index, with the checksum
// that its bytes have, and a manifest that says so.
func sealed(t testing.TB, dir, segment string, b []byte) {
	t.Helper()
	binary.BigEndian.PutUint32(b[len(b)-4:], crc32.ChecksumIEEE(b[:len(b)-4]))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "store", segment), b, 0o600))
	path := filepath.Join(dir, "store", "manifest")
	raw, err := os.ReadFile(path)
	require.NoError(t, err)
	var m map[string]any
	require.NoError(t, json.Unmarshal(raw[:len(raw)-2*sha256.Size-1], &m))
	for _, s := range m["segments"].([]any) {
		if s := s.(map[string]any); s["name"] == segment {
			s["crc"] = crc32.ChecksumIEEE(b[:len(b)-4])
			s["size"] = len(b)
		}
	}
	body, err := json.Marshal(m)
	require.NoError(t, err)
	body = append(body, '\n')
	sum := sha256.Sum256(body)
	require.NoError(t, os.WriteFile(path, append(append(body, hex.EncodeToString(sum[:])...), '\n'), 0o600))
}

// try opens an index that somebody has made with care, asks it for everything,
// and merges it. It may answer or say that it is damaged, nothing else, and takes
// no more memory than its size accounts for.
func try(t testing.TB, dir string, ids []string) outcome {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	got := within(2*time.Minute, func() outcome {
		ix, err := fihris.Open(dir, nil)
		if err != nil {
			if !isClear(err) {
				t.Error(err)
				return unclear
			}
			return refused
		}
		_, err = ask(ix, ids)
		if err == nil {
			err = ix.Optimize(ctx)
		}
		err = errors.Join(err, ix.Close())
		switch {
		case err == nil:
			return harmless // or other content: who can make a checksum can make an article
		case isClear(err) || errors.Is(err, fihris.ErrNotFound):
			return failed
		}
		t.Error(err)
		return unclear
	})
	runtime.ReadMemStats(&after)
	require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(512<<20), "bytes allocated")
	return got
}

// small makes an index of one segment, and returns its name and bytes.
func small(t testing.TB, dir string) (segment string, whole []byte, ids []string) {
	m := indexOf(t, dir, 30, 61)
	ix, err := fihris.Open(dir, nil)
	require.NoError(t, err)
	require.NoError(t, ix.Optimize(ctx))
	require.NoError(t, ix.Close())
	found, err := filepath.Glob(filepath.Join(dir, "store", "*.seg"))
	require.NoError(t, err)
	require.Len(t, found, 1)
	whole, err = os.ReadFile(found[0])
	require.NoError(t, err)
	return filepath.Base(found[0]), whole, m.ids()
}

// TestCraftedSegments changes segments and gives them the checksums of what they
// have become.
func TestCraftedSegments(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "ix")
	segment, whole, ids := small(t, dir)
	r, tb := random(62), table{}
	work := filepath.Join(t.TempDir(), "ix")
	for trial := range howOften(80, 3000) {
		require.NoError(t, os.RemoveAll(work))
		copyTree(t, dir, work)
		b := append([]byte(nil), whole...)
		for range 1 + r.IntN(4) {
			at := r.IntN(len(b) - 4)
			if r.IntN(3) == 0 { // near the end is where all else is said to be
				at = len(b) - 5 - r.IntN(min(600, len(b)-5))
			}
			switch r.IntN(4) {
			case 0:
				b[at] ^= 1 << r.IntN(8)
			case 1:
				b[at] = 0xff
			case 2:
				for i := at; i < min(at+9, len(b)-4); i++ {
					b[i] = 0xff // a number without end, a great one
				}
			default:
				b[at] = byte(r.Uint32())
			}
		}
		sealed(t, work, segment, b)
		got := try(t, work, ids)
		tb.add("a segment with a right checksum", got)
		require.NotContains(t, []outcome{crashed, hung, unclear}, got, "trial %d", trial)
	}
	tb.log(t)
}

// FuzzCraftedSegments puts bytes into a segment: where, and which.
func FuzzCraftedSegments(f *testing.F) {
	dir := filepath.Join(f.TempDir(), "ix")
	segment, whole, ids := small(f, dir)
	for _, at := range []uint32{0, 8, 100, uint32(len(whole) / 2), uint32(len(whole) - 30), uint32(len(whole) - 10)} {
		f.Add(at, []byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01})
		f.Add(at, []byte{0})
	}
	f.Fuzz(func(t *testing.T, at uint32, patch []byte) {
		work := copyOf(t, dir)
		b := append([]byte(nil), whole...)
		copy(b[int(at)%(len(b)-4):len(b)-4], patch)
		sealed(t, work, segment, b)
		if got := try(t, work, ids); got == crashed || got == hung || got == unclear {
			t.Fatal(got)
		}
	})
}
