package eval

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
)

func TestInspect(t *testing.T) {
	ctx := context.Background()
	ix, err := fihris.NewMemory(nil)
	require.NoError(t, err)
	defer ix.Close()
	require.NoError(t, ix.Add(ctx, fihris.Article{ID: "a", Body: "وزير"}, fihris.Article{ID: "b", Body: "مطر"}))
	qrels := Qrels{"q10": {"a": 1, "b": 2}, "q2": {"z": 1, "a": 1}, "q3": {"y": 1}}

	j, err := Inspect(ctx, ix, qrels, Run{"q2": {"a"}, "q3": nil})
	require.NoError(t, err)
	assert.Equal(t, Judged{Articles: 4, Missing: []string{"y", "z"}, Queries: 3, Unasked: []string{"q10"}}, j)

	j, err = Inspect(ctx, ix, qrels, Run{"q2": {"z", "a"}})
	require.NoError(t, err)
	assert.Equal(t, []string{"y"}, j.Missing, "what was found was there")

	j, err = Inspect(ctx, ix, qrels, nil)
	require.NoError(t, err)
	assert.Equal(t, []string{"y", "z"}, j.Missing, "found or not, a and b are there")
	assert.Equal(t, []string{"q2", "q3", "q10"}, j.Unasked)

	require.NoError(t, ix.Close())
	_, err = Inspect(ctx, ix, qrels, nil)
	assert.ErrorIs(t, err, fihris.ErrClosed)
}

func TestExample(t *testing.T) {
	for name, c := range map[string]struct {
		missing       []string
		run           Run
		judged, found string
	}{
		"other ending": {[]string{"a", "silos"}, Run{"q1": {"x.txt", "silos.txt"}}, "silos", "silos.txt"},
		"other folder": {[]string{"news/silos.txt"}, Run{"q1": {"old/Silos.TXT"}}, "news/silos.txt", "old/Silos.TXT"},
		"other system": {[]string{`news\silos.txt`}, Run{"q1": {"silos"}}, `news\silos.txt`, "silos"},
		"an address":   {[]string{"https://a.example/n/77"}, Run{"q1": {"77"}}, "https://a.example/n/77", "77"},
		"none alike":   {[]string{"a", "b"}, Run{"q2": {"y"}, "q1": {"x"}}, "a", "x"},
		"only dots":    {[]string{".txt"}, Run{"q1": {".xz"}}, ".txt", ".xz"},
		"none found":   {[]string{"a"}, Run{"q1": nil}, "a", ""},
		"none missing": {nil, Run{"q1": {"x"}}, "", "x"},
	} {
		judged, found := Judged{Missing: c.missing}.Example(c.run)
		assert.Equal(t, []string{c.judged, c.found}, []string{judged, found}, name)
	}
}
