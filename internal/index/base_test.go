package index

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The base of an index is remembered, in its folder and in memory.
func TestBase(t *testing.T) {
	ctx := context.Background()
	dir := filepath.Join(t.TempDir(), "ix")
	ix, err := Create(dir, Options{})
	require.NoError(t, err)
	assert.Empty(t, ix.Base())
	require.NoError(t, ix.SetBase(ctx, "/archive"))
	assert.Equal(t, "/archive", ix.Base())
	backup := filepath.Join(t.TempDir(), "backup")
	require.NoError(t, ix.Backup(ctx, backup))
	copied, err := Open(backup, Options{})
	require.NoError(t, err)
	assert.Equal(t, "/archive", copied.Base(), "a backup has it too")
	require.NoError(t, copied.Close())
	require.NoError(t, ix.Close())
	assert.ErrorIs(t, ix.SetBase(ctx, "/other"), ErrClosed)

	ix, err = Open(dir, Options{ReadOnly: true})
	require.NoError(t, err)
	defer ix.Close()
	assert.Equal(t, "/archive", ix.Base())
	assert.ErrorIs(t, ix.SetBase(ctx, "/other"), ErrReadOnly)

	memory, err := NewMemory(Options{})
	require.NoError(t, err)
	defer memory.Close()
	require.NoError(t, memory.SetBase(ctx, "/m"))
	assert.Equal(t, "/m", memory.Base())
}
