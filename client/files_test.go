package client_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/client"
)

// What the index of a server holds of files is what the library says.
func TestFiles(t *testing.T) {
	c, ix, url := server(t, nil)
	none, err := c.Files(t.Context(), "")
	require.NoError(t, err)
	assert.Empty(t, none)
	require.NoError(t, ix.Add(t.Context(), fihris.Article{ID: "1", Body: "نص", File: "a/b c&.txt"}, fihris.Article{ID: "2", Body: "نص", File: "a"}, fihris.Article{ID: "3", Body: "نص", File: "ب"}))
	for in, n := range map[string]int{"": 3, "a": 2, "a/b c&.txt": 1, "none": 0} {
		var want []client.FileSum
		require.NoError(t, ix.Files(t.Context(), in, func(f fihris.FileSum) error { want = append(want, client.FileSum(f)); return nil }))
		got, err := c.Files(t.Context(), in)
		require.NoError(t, err)
		assert.Equal(t, want, got)
		assert.Len(t, got, n)
		ids, err := c.FileIDs(t.Context(), in)
		require.NoError(t, err)
		assert.Len(t, ids, n)
	}
	ids, err := c.FileIDs(t.Context(), "ب")
	require.NoError(t, err)
	assert.Equal(t, []client.FileID{{File: "ب", ID: "3"}}, ids)
	_, err = newClient(t, url, "wrong").Files(t.Context(), "")
	require.ErrorIs(t, err, client.ErrUnauthorized)
}

// An answer that ends before its end is none: it is asked for again.
func TestFilesCutOff(t *testing.T) {
	asked := 0
	c, ix, _ := server(t, func(h http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if asked++; asked == 1 {
				_, _ = w.Write([]byte(`{"file":"a","articles":1,"sum":1}` + "\n"))
				return
			}
			h.ServeHTTP(w, r)
		})
	})
	require.NoError(t, ix.Add(t.Context(), fihris.Article{ID: "1", Body: strings.Repeat("نص ", 9), File: "b"}))
	got, err := c.Files(t.Context(), "")
	require.NoError(t, err)
	require.Len(t, got, 1)
	assert.Equal(t, "b", got[0].File)
	assert.Equal(t, 2, asked)
}
