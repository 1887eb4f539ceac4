package fihris_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
)

// Terms are what the dictionary holds, Complete is what people write.
func TestTerms(t *testing.T) {
	ctx := context.Background()
	ix, err := fihris.NewMemory(nil)
	require.NoError(t, err)
	defer ix.Close()
	require.NoError(t, ix.Add(ctx,
		fihris.Article{ID: "1", Body: "أمطار على الجبل"},
		fihris.Article{ID: "2", Body: "قال: إن الأمطار غزيرة"},
		fihris.Article{ID: "3", Body: "أمطار وأمطار"},
	))
	terms, err := ix.Terms(ctx, "امط", 10)
	require.NoError(t, err)
	assert.Equal(t, []fihris.Term{{Text: "امطار", Articles: 2}, {Text: "الامطار", Articles: 1}, {Text: "وامطار", Articles: 1}}, terms)
	terms, err = ix.Terms(ctx, "", 1)
	require.NoError(t, err)
	assert.Equal(t, []fihris.Term{{Text: "امطار", Articles: 2}}, terms, "no prefix: all")
	terms, err = ix.Terms(ctx, "ظظظ", 10)
	require.NoError(t, err)
	assert.Empty(t, terms)

	found, err := ix.Complete(ctx, "امط", 1)
	require.NoError(t, err)
	assert.Equal(t, "أمطار", found[0].Text)

	require.NoError(t, ix.Close())
	_, err = ix.Terms(ctx, "", 1)
	assert.ErrorIs(t, err, fihris.ErrClosed)
}
