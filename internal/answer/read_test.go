package answer_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/answer"
)

// What is printed is read again as it was.
func TestReadWhatIsPrinted(t *testing.T) {
	for _, a := range []fihris.Article{
		{ID: "x"},
		{
			ID: "أ/ب?#%", Title: "عنوان\u2028\t<&>", Body: "سطر\n\nآخر\u0000", Author: "س", Source: "ص", Section: "ق", URL: "https://x.example/?a=b",
			Published: time.Date(2020, 10, 9, 1, 2, 3, 0, time.UTC), Tags: []string{"", "وسم"},
			Extra: map[string]any{"n": json.Number("12345678901234567890.10"), "o": map[string]any{"l": []any{nil, true, "س"}}},
		},
	} {
		b, err := json.Marshal(answer.NewArticle(a))
		require.NoError(t, err)
		got, err := answer.ReadArticle(b)
		require.NoError(t, err)
		assert.Equal(t, a, got)
	}
	got, err := answer.ReadArticle([]byte(` {"id":"a","file":"b/c.txt","title":null,"published":"2020-10-09","tags":[],"extra":null} `))
	require.NoError(t, err)
	assert.Equal(t, fihris.Article{ID: "a", File: "b/c.txt", Tags: []string{}, Published: time.Date(2020, 10, 9, 0, 0, 0, 0, time.UTC)}, got)
}

// What is not understood is refused, with the reason.
func TestReadRefuses(t *testing.T) {
	for in, want := range map[string]string{
		`{"id":"a","titel":"x"}`:           `there is no field "titel": an article has id, title`,
		`{"fihris":1,"id":"a"}`:            `this is a line of fihris export: send the file by fihris index --server`,
		`{"ID":"a"}`:                       `there is no field "ID"`,
		`{"id":"a","id":"b"}`:              `the name "id" comes twice`,
		`{"id":"a","extra":{"x":1,"x":2}}`: `the name "x" comes twice`,
		`{"id":"a"`:                        "broken JSON at byte 9",
		`{"id":"a"}{"id":"b"}`:             "broken JSON at byte 10",
		"{\"id\":\"\xff\"}":                "broken JSON at byte 7: invalid UTF-8",
		`{"id":"\ud800"}`:                  "broken JSON at byte 7",
		`{"id":7}`:                         "id: a text is wanted, not a value of the kind number",
		`{"id":"a","tags":"x"}`:            "tags: a list of texts is wanted, not a value of the kind string",
		`{"id":"a","tags":["x",{}]}`:       "tags/1: a text is wanted",
		`{"id":"a","extra":[1]}`:           "extra: an object is wanted",
		`[{"id":"a"}]`:                     "an object with id, title",
		`null x`:                           "broken JSON",
		`"a"`:                              "an object with id, title",
		``:                                 "broken JSON at byte 0",
		`{"id":"a","published":"gestern"}`: `published: "gestern" is no date such as 2020-10-09`,
	} {
		_, err := answer.ReadArticle([]byte(in))
		require.Error(t, err, in)
		assert.Contains(t, err.Error(), want, in)
	}
}
