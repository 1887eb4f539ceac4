package main

import (
	"testing"

	"github.com/blevesearch/bleve/v2"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris/arabic"
)

// The analyzer in an index of bleve's own, as README.md shows it. The script
// embed.txtar does the same outside the module; this test keeps what bleve
// needs for it among the requirements.
func TestAnalyzerInBleve(t *testing.T) {
	mapping := bleve.NewIndexMapping()
	mapping.DefaultAnalyzer = arabic.StemAnalyzer
	ix, err := bleve.NewMemOnly(mapping)
	require.NoError(t, err)
	defer ix.Close()
	require.NoError(t, ix.Index("1", map[string]string{"text": "قال الوزراء"}))
	res, err := ix.Search(bleve.NewSearchRequest(bleve.NewMatchQuery("وزير")))
	require.NoError(t, err)
	assert.EqualValues(t, 1, res.Total)
}
