package fihris_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/fihris-search/fihris"
)

func TestFields(t *testing.T) {
	assert.Equal(t, []fihris.FacetField{fihris.FacetSource, fihris.FacetSection, fihris.FacetTag}, fihris.KeywordFields())
	assert.Equal(t, append(fihris.KeywordFields(), fihris.FacetYear, fihris.FacetMonth, fihris.FacetDay), fihris.FacetFields())

	a := fihris.Article{ID: "1", Source: "س", Tags: []string{"أ", "ب"}}
	assert.Equal(t, []string{"س"}, a.Values(fihris.FacetSource))
	assert.Empty(t, a.Values(fihris.FacetSection))
	assert.Equal(t, []string{"أ", "ب"}, a.Values(fihris.FacetTag))
	assert.Nil(t, a.Values(fihris.FacetYear))

	var f fihris.Filter
	assert.True(t, f.IsZero())
	*f.Values(fihris.FacetSection) = []string{"رياضة"}
	assert.Equal(t, fihris.Filter{Sections: []string{"رياضة"}}, f)
	assert.False(t, f.IsZero())
	assert.Nil(t, f.Values(fihris.FacetDay))
	for _, f := range []fihris.Filter{{IDs: []string{"1"}}, {Except: []string{"1"}}, {From: time.Unix(1, 0)}, {To: time.Unix(1, 0)}} {
		assert.False(t, f.IsZero(), "%v", f)
	}
}
