package web_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/charmap"
)

// What is not UTF-8 is never left out in silence: every page refuses it, and offers what it seems to say.
func TestPagesRefuseOtherEncodings(t *testing.T) {
	h := handler(t)
	old, err := charmap.Windows1256.NewEncoder().String("زعنفة السمكة")
	require.NoError(t, err)
	for path, more := range map[string][]string{
		"/": nil, "/help": nil, "/advanced": nil, "/values": {"field", "source"}, "/article": {"id", "script"}, "/versions": {"id", "wire"}, "/observatory": nil, "/v1/docs": nil,
	} {
		r := get(h, query(path, append(more, "q", old)...))
		body := read(t, r)
		require.Equal(t, http.StatusBadRequest, r.StatusCode, path)
		if path != "/v1/docs" {
			assert.Contains(t, body, "UTF-8", path)
			assert.Contains(t, body, `<a href="/?q=زعنفة+السمكة"><bdi>زعنفة السمكة</bdi></a>`, path)
		}
	}
	for _, name := range []string{"source", "from", "not.source", "lang", "zzz", "\xff"} {
		r := get(h, query("/", "q", "زعنفة", name, "\xff\xfe"))
		assert.Equal(t, http.StatusBadRequest, r.StatusCode, "%q", name)
		assert.NotContains(t, read(t, r), "لعل المقصود", "there is nothing to guess of the query")
	}
	assert.NotContains(t, read(t, get(h, "/?q=%FF%FE%00")), "<bdi></bdi>")
}

// The observatory takes words by the name that they have everywhere else, too.
func TestObservatoryTakesQ(t *testing.T) {
	h := handler(t)
	of := func(name string) string {
		r := get(h, query("/observatory", name, "السوق، البحر", "per", "year"))
		require.Equal(t, http.StatusOK, r.StatusCode)
		body := read(t, r)
		return body[len(body)/4:]
	}
	assert.Contains(t, of("q"), "«السوق»")
	assert.Contains(t, read(t, get(h, query("/observatory", "q", "السوق"))), `<input name="words" value="السوق"`, "and the form shows them")
}
