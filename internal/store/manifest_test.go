package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// twoSegments makes a closed store of two segments with deletions.
func twoSegments(t *testing.T) (dir string, segments []string) {
	s, dir := create(t)
	write(t, s, "one", "a", "b", "c")
	write(t, s, "two", "c", "d", "e")
	require.NoError(t, s.Delete([]string{"d"}))
	require.NoError(t, s.Close())
	for _, name := range segs(t, dir) {
		segments = append(segments, filepath.Join(dir, segmentFolder, name))
	}
	require.Len(t, segments, 2)
	return dir, segments
}

var whatTwoHold = map[string]string{"a": "one a", "b": "one b", "c": "two c", "e": "two e"}

func swap(t *testing.T, a, b string) {
	t.Helper()
	require.NoError(t, os.Rename(a, a+".x"))
	require.NoError(t, os.Rename(b, a))
	require.NoError(t, os.Rename(a+".x", b))
}

// The files belong together: each is whole, and yet the index is refused.
func TestFilesOfOtherMoments(t *testing.T) {
	dir, segments := twoSegments(t)
	swap(t, segments[0], segments[1])
	for _, opts := range []Options{{}, {ReadOnly: true}, {ReadOnly: true, Quick: true}} {
		_, err := Open(dir, made, opts)
		require.ErrorIs(t, err, ErrCorrupt)
	}
	require.ErrorIs(t, Check(context.Background(), dir, Options{}), ErrCorrupt)
	swap(t, segments[0], segments[1])
	require.NoError(t, Check(context.Background(), dir, Options{}))

	// an old manifest, of which every segment is there
	manifest := filepath.Join(dir, segmentFolder, manifestFile)
	old, err := os.ReadFile(manifest)
	require.NoError(t, err)
	s, err := Open(dir, made, Options{})
	require.NoError(t, err)
	require.NoError(t, s.Delete([]string{"a"}))
	require.NoError(t, s.Close())
	now, err := os.ReadFile(manifest)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(manifest, old, 0o600))
	require.ErrorIs(t, openAndClose(dir), ErrCorrupt)
	err = Check(context.Background(), dir, Options{})
	require.ErrorIs(t, err, ErrCorrupt)
	assert.ErrorContains(t, err, "older")
	require.NoError(t, os.WriteFile(manifest, now, 0o600))
	require.NoError(t, openAndClose(dir))

	// killed before the witness was written: the manifest wins
	for _, damage := range []func(lock string) error{
		os.Remove,
		func(lock string) error { return os.WriteFile(lock, nil, 0o600) },
		func(lock string) error { return os.WriteFile(lock, make([]byte, witnessSize), 0o600) },
		func(lock string) error { return os.WriteFile(lock, []byte("no witness at all"), 0o600) },
	} {
		require.NoError(t, damage(filepath.Join(dir, segmentFolder, lockFile)))
		require.NoError(t, openAndClose(dir))
	}
}

// Every bit of the manifest counts.
func TestBitsOfTheManifest(t *testing.T) {
	dir, _ := twoSegments(t)
	path := filepath.Join(dir, segmentFolder, manifestFile)
	whole, err := os.ReadFile(path)
	require.NoError(t, err)
	for bit := range 8 * len(whole) {
		b := append([]byte(nil), whole...)
		b[bit/8] ^= 1 << (bit % 8)
		_, err := decodeManifest(b)
		require.ErrorIs(t, err, ErrCorrupt, "bit %d", bit)
	}
	for end := range len(whole) {
		_, err := decodeManifest(whole[:end])
		require.ErrorIs(t, err, ErrCorrupt, "%d bytes", end)
	}
	_, err = decodeManifest(whole)
	require.NoError(t, err)
}

// A manifest that was made by hand, its hash with it, is refused where it cannot be.
func TestManifestsThatCannotBe(t *testing.T) {
	deleted := func(docs ...uint32) []byte {
		b, err := roaring.BitmapOf(docs...).ToBytes()
		require.NoError(t, err)
		return b
	}
	for _, p := range []manifestPart{
		{Name: "../1.seg", Docs: 3, Live: 3},
		{Name: "1.zap", Docs: 3, Live: 3},
		{Name: "1.seg", Docs: -1},
		{Name: "1.seg", Size: -1},
		{Name: "1.seg", Docs: 3, Live: 2},
		{Name: "1.seg", Docs: 3, Live: 3, Deleted: deleted(1)},
		{Name: "1.seg", Docs: 3, Live: 2, Deleted: deleted(3)},
		{Name: "1.seg", Docs: 3, Live: 2, Deleted: []byte("no bitmap")},
		{Name: "1.seg", Docs: 3, Live: 2, Deleted: deleted(1)[:5]},
	} {
		b, err := (&manifest{Meta: made, Segments: []manifestPart{p}}).encode()
		require.NoError(t, err)
		_, err = decodeManifest(b)
		assert.ErrorIs(t, err, ErrCorrupt, "%+v", p)
	}
}

// Where fihris.json was lost nothing is: the manifest says the same.
func TestMetaIsMadeAgain(t *testing.T) {
	dir, _ := twoSegments(t)
	require.NoError(t, os.Remove(filepath.Join(dir, metaFile)))
	_, err := Create(dir, made, Options{})
	require.ErrorIs(t, err, ErrExists)
	_, err = Open(dir, Meta{Format: 8}, Options{})
	require.ErrorIs(t, err, ErrOtherMeta)
	require.NoError(t, Check(context.Background(), dir, Options{}))
	s, err := Open(dir, made, Options{ReadOnly: true})
	require.NoError(t, err)
	assert.Equal(t, whatTwoHold, now(t, s))
	require.NoError(t, s.Close())
	assert.NoFileExists(t, filepath.Join(dir, metaFile))
	require.NoError(t, openAndClose(dir))
	assert.FileExists(t, filepath.Join(dir, metaFile))

	// nor where it says something else
	for _, other := range []string{"{", "", `{"format":8,"analyzer":8,"words":"w"}`} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, metaFile), []byte(other), 0o600))
		require.NoError(t, openAndClose(dir))
		b, err := os.ReadFile(filepath.Join(dir, metaFile))
		require.NoError(t, err)
		assert.Contains(t, string(b), `"format": 7`)
	}

	// where both are damaged there is nothing to go by
	require.NoError(t, os.WriteFile(filepath.Join(dir, metaFile), []byte("{"), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(dir, segmentFolder, manifestFile), []byte("{"), 0o600))
	require.ErrorIs(t, openAndClose(dir), ErrCorrupt)
	// and an index of a format to come is that
	require.NoError(t, os.WriteFile(filepath.Join(dir, metaFile), []byte(`{"format":8,"analyzer":8}`), 0o600))
	require.ErrorIs(t, openAndClose(dir), ErrOtherMeta)
}

// What a Create that was killed leaves is accepted by the next, at each step.
func TestCreateAgain(t *testing.T) {
	whole, wholeDir := create(t)
	require.NoError(t, whole.Close())
	manifest, err := os.ReadFile(filepath.Join(wholeDir, segmentFolder, manifestFile))
	require.NoError(t, err)
	steps := []struct {
		name string
		data []byte
	}{
		{name: segmentFolder + "/"},
		{segmentFolder + "/" + lockFile, nil},
		{segmentFolder + "/manifest.12.tmp", manifest[:20]},
		{segmentFolder + "/manifest", manifest},
		{"fihris.json.77.tmp", []byte("{")},
	}
	for n := range steps {
		dir := filepath.Join(t.TempDir(), "ix")
		for _, step := range steps[:n+1] {
			path := filepath.Join(dir, filepath.FromSlash(step.name))
			require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o700))
			if filepath.Base(step.name)+"/" == step.name {
				require.NoError(t, os.MkdirAll(path, 0o700))
				continue
			}
			require.NoError(t, os.WriteFile(path, step.data, 0o600))
		}
		_, err := Open(dir, made, Options{})
		require.ErrorIs(t, err, ErrNotIndex, "after %d steps", n+1)
		s, err := Create(dir, made, Options{})
		require.NoError(t, err, "after %d steps", n+1)
		write(t, s, "one", "a")
		require.NoError(t, s.Close())
		require.NoError(t, openAndClose(dir))
	}
}

// A merge does not put a good checksum on rotten bytes, and what it has found
// ends the use of the store.
func TestMergeFindsRot(t *testing.T) {
	dir, segments := twoSegments(t)
	s, err := Open(dir, made, Options{})
	require.NoError(t, err)
	f, err := os.OpenFile(segments[0], os.O_RDWR, 0)
	require.NoError(t, err)
	_, err = f.WriteAt([]byte{0xff}, 12)
	require.NoError(t, err)
	require.NoError(t, f.Close())
	before := segs(t, dir)
	err = s.Optimize(context.Background())
	require.ErrorIs(t, err, ErrCorrupt)
	assert.ErrorContains(t, err, filepath.Base(segments[0]))
	assert.Equal(t, before, segs(t, dir), "nothing is merged, nothing removed")
	_, err = s.Snapshot()
	require.ErrorIs(t, err, ErrCorrupt)
	require.ErrorIs(t, s.Delete([]string{"a"}), ErrCorrupt)
	require.ErrorIs(t, s.Optimize(context.Background()), ErrCorrupt)
	require.ErrorIs(t, s.Backup(context.Background(), dir+".copy"), ErrCorrupt)
	require.NoError(t, s.Close())
}

// A file cut short under an open store is an error, never the end of the process.
func TestFileIsCutShort(t *testing.T) {
	s, dir := create(t)
	ids := make([]string, 3000)
	for i := range ids {
		ids[i] = fmt.Sprint(i)
	}
	write(t, s, "a text that takes some pages", ids...)
	require.NoError(t, os.Truncate(filepath.Join(dir, segmentFolder, segs(t, dir)[0]), 4096))
	require.ErrorIs(t, s.Delete([]string{"7"}), ErrCorrupt)
	require.ErrorIs(t, s.Backup(context.Background(), dir+".copy"), ErrCorrupt)
	require.ErrorIs(t, s.Optimize(context.Background()), ErrCorrupt)
	require.NoError(t, s.Close())
}

// What cannot be read is not damaged.
func TestUnreadableIsNotDamaged(t *testing.T) {
	if os.Getuid() == 0 {
		t.Skip("root may read everything")
	}
	dir, segments := twoSegments(t)
	for _, path := range append(segments, filepath.Join(dir, segmentFolder, manifestFile)) {
		require.NoError(t, os.Chmod(path, 0))
		for _, err := range []error{openAndClose(dir), Check(context.Background(), dir, Options{})} {
			require.ErrorIs(t, err, os.ErrPermission)
			require.NotErrorIs(t, err, ErrCorrupt)
		}
		require.NoError(t, os.Chmod(path, 0o600))
	}
}

// A segment that could not be written leaves nothing, and the store goes on.
func TestFailedWriteIsOut(t *testing.T) {
	s, dir := create(t)
	write(t, s, "one", "a")
	folder := filepath.Join(dir, segmentFolder)
	require.NoError(t, os.Mkdir(filepath.Join(folder, segmentName(s.names.Load()+1)), 0o700)) // in the way
	before := now(t, s)
	odd := errors.New("odd")
	require.Error(t, s.batch([]string{"a"}, func(io.Writer) error { return odd }))
	assert.Equal(t, before, now(t, s))
	err := s.batch([]string{"a"}, func(io.Writer) error { return odd })
	require.ErrorIs(t, err, odd)
	assert.Equal(t, before, now(t, s))
	write(t, s, "two", "a")
	assert.Equal(t, map[string]string{"a": "two a"}, now(t, s))
	require.NoError(t, s.Close())
}
