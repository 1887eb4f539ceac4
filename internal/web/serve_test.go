package web_test

import (
	"context"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris/internal/web"
)

func listen(t *testing.T) net.Listener {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { l.Close() })
	return l
}

// A request under way when the shutdown begins gets its answer; later ones
// find nobody.
func TestServeFinishesWhatItBegan(t *testing.T) {
	l := listen(t)
	ctx, cancel := context.WithCancel(context.Background())
	entered, gate := make(chan struct{}), make(chan struct{})
	slow := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		close(entered)
		<-gate
		assert.NoError(t, r.Context().Err(), "the shutdown does not cancel requests")
		_, _ = w.Write([]byte("done"))
	})
	served := make(chan error, 1)
	go func() { served <- web.Serve(ctx, l, slow, nil) }()

	type answer struct {
		r   *http.Response
		err error
	}
	answered := make(chan answer, 1)
	go func() {
		r, err := http.Get("http://" + l.Addr().String())
		answered <- answer{r, err}
	}()
	<-entered
	cancel()
	assert.Eventually(t, func() bool {
		c, err := net.Dial("tcp", l.Addr().String())
		if err == nil {
			c.Close()
		}
		return err != nil
	}, 10*time.Second, 5*time.Millisecond, "no new connections")
	close(gate)
	a := <-answered
	require.NoError(t, a.err)
	defer a.r.Body.Close()
	assert.Equal(t, "done", read(t, a.r))
	assert.NoError(t, <-served)
}

func TestServeRealHandler(t *testing.T) {
	l := listen(t)
	ctx, cancel := context.WithCancel(context.Background())
	served := make(chan error, 1)
	go func() { served <- web.Serve(ctx, l, handler(t), nil) }()
	base := "http://" + l.Addr().String()
	r, err := http.Get(base + query("/v1/search", "q", "زعنفة"))
	require.NoError(t, err)
	assert.Equal(t, http.StatusOK, r.StatusCode)
	r.Body.Close()

	// A paragraph fits into an address; a book does not.
	r, err = http.Get(base + query("/v1/search", "q", strings.Repeat("كلمة ", 800)))
	require.NoError(t, err)
	assert.Equal(t, http.StatusOK, r.StatusCode)
	r.Body.Close()
	r, err = http.Get(base + query("/v1/search", "q", strings.Repeat("كلمة ", 8000)))
	require.NoError(t, err)
	assert.Equal(t, http.StatusRequestHeaderFieldsTooLarge, r.StatusCode)
	r.Body.Close()

	cancel()
	assert.NoError(t, <-served)
}

func TestServeSaysWhyItStopped(t *testing.T) {
	l := listen(t)
	require.NoError(t, l.Close())
	err := web.Serve(context.Background(), l, handler(t), nil)
	require.Error(t, err)
	assert.Contains(t, err.Error(), l.Addr().String())
}
