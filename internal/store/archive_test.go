package store

import (
	"errors"
	"io/fs"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// An index that is being made is none yet, and never a damaged one.
func TestArchiveOfWhatIsBeingMade(t *testing.T) {
	for range 100 {
		dir := filepath.Join(t.TempDir(), "ix")
		done := make(chan error, 1)
		go func() {
			s, err := Create(dir, made, Options{})
			if err == nil {
				err = s.Close()
			}
			done <- err
		}()
		for {
			a, err := OpenArchive(t.Context(), dir, Options{})
			if err == nil {
				require.True(t, a.Whole)
				require.NoError(t, a.Close())
				break
			}
			require.NotErrorIs(t, err, ErrCorrupt)
			require.True(t, errors.Is(err, ErrNotIndex) || errors.Is(err, fs.ErrNotExist), err)
		}
		require.NoError(t, <-done)
	}
}
