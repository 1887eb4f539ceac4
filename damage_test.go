package fihris_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/web"
)

// A file that is cut short under an open index is the error of the calls that
// touch what is gone: no call ends the process, none keeps another waiting.
func TestFileCutShortUnderAServer(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "ix")
	ix, err := fihris.Create(dir, nil)
	require.NoError(t, err)
	require.NoError(t, ix.Add(ctx, bundled()...))
	require.NoError(t, ix.Optimize(ctx))
	require.NoError(t, ix.Close())

	ix, err = fihris.Open(dir, &fihris.Options{ReadOnly: true})
	require.NoError(t, err)
	h := web.New(ix, web.Options{})
	status := func(address string) int {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, address, nil))
		return w.Code
	}
	require.Equal(t, http.StatusOK, status("/v1/search?q=a"))
	require.Equal(t, http.StatusOK, status("/readyz"))
	require.NoError(t, ix.Damage())
	segments, err := filepath.Glob(filepath.Join(dir, "store", "*.seg"))
	require.NoError(t, err)
	for _, s := range segments {
		require.NoError(t, os.Truncate(s, 4096))
	}
	met := 0
	for _, q := range []string{"الوزير", "مدرسة", `"في المدينة"`, "قط*", "title:بحر", "كتاب~"} {
		_, err := ix.Search(ctx, fihris.Request{Query: fihris.Match(q), Facets: []fihris.Facet{{Field: "section"}}})
		if err != nil {
			require.ErrorIs(t, err, fihris.ErrCorrupt)
			met++
		}
	}
	require.NotZero(t, met)
	_, err = ix.Article(ctx, bundled()[0].ID)
	require.ErrorIs(t, err, fihris.ErrCorrupt)
	assert.ErrorIs(t, ix.Damage(), fihris.ErrCorrupt)
	assert.Equal(t, http.StatusServiceUnavailable, status("/v1/search?q=%D9%88%D8%B2%D9%8A%D8%B1"))
	assert.Equal(t, http.StatusServiceUnavailable, status("/readyz"))
	assert.Equal(t, http.StatusOK, status("/help"), "and it goes on")
	require.NoError(t, ix.Close(), "nothing is held")
}
