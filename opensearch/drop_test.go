package opensearch_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/fihris-search/fihris/opensearch"
)

// drop deletes the index of a test.
func drop(t *testing.T, opts opensearch.Options) {
	for _, address := range opts.Addresses {
		req, err := http.NewRequest(http.MethodDelete, address+"/"+opts.Index, nil)
		if !assert.NoError(t, err) {
			return
		}
		if res, err := http.DefaultClient.Do(req); err == nil {
			_ = res.Body.Close()
			return
		}
	}
}
