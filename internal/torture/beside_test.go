package torture

import (
	"bufio"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
)

func init() { roles["looker"] = beLooker }

// digest is a hash of articles in the order of their IDs.
type digest [sha256.Size]byte

func (d digest) with(a fihris.Article) digest {
	return sha256.Sum256(fmt.Appendf(d[:], "%q %q %q", a.ID, a.Title, a.Body))
}

// states are the digests of the states of a history, and of each the last that has it.
type states struct {
	mu   sync.Mutex
	h    *history
	m    model
	made int
	last map[digest]int
}

// find returns the last state with a digest among the first n, or -1.
func (s *states) find(d digest, n int) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	for ; s.made <= n; s.made++ {
		var of digest
		for _, id := range s.m.ids() {
			of = of.with(s.m[id])
		}
		s.last[of] = s.made
		if len(s.h.ops) <= s.made {
			s.h.ops = append(s.h.ops, s.m.nextOp(random(s.h.seed+uint64(s.made)*1009), s.made))
		}
		s.m = s.m.after(s.h.ops[s.made])
	}
	if n, ok := s.last[d]; ok {
		return n
	}
	return -1
}

// look opens an index beside whoever writes it and returns a digest of all that
// is in it, after asking it whether search says the same.
func look(dir string, quick bool) (of digest, err error) {
	ix, err := fihris.Open(dir, &fihris.Options{ReadOnly: true, Quick: quick})
	if err != nil {
		return of, err
	}
	defer ix.Close()
	n := uint64(0)
	for a, err := range ix.All(ctx) {
		if err != nil {
			return of, err
		}
		of = of.with(a)
		n++
	}
	res, err := ix.Search(ctx, fihris.Request{Query: fihris.Match("علامة"), Limit: 3})
	if err == nil && res.Total != n {
		err = fmt.Errorf("%d articles, and search counts %d", n, res.Total)
	}
	return of, err
}

// archive is look for what is stored, which reads the index in its own way.
func archive(dir string) (of digest, err error) {
	a, err := fihris.OpenArchive(context.Background(), dir, nil)
	if err != nil {
		return of, err
	}
	defer a.Close()
	if err := a.Damage(); err != nil {
		return of, err
	}
	for d, err := range a.Articles(ctx) {
		if err != nil {
			return of, err
		}
		of = of.with(d)
	}
	return of, nil
}

// TestReadersBesideWriter reads an index without end while another process adds,
// replaces, removes, merges, copies and opens it anew: whatever is read is a state that was
// complete, none older than the last that was acknowledged before, and nothing is
// taken for damage.
func TestReadersBesideWriter(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "ix")
	cmd := asChild("writer", dir, "21", "0", "1000000")
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	var done atomic.Int64
	var writing sync.WaitGroup
	writing.Go(func() {
		for lines := bufio.NewScanner(out); lines.Scan(); {
			n, err := strconv.Atoi(lines.Text())
			if !assert.NoError(t, err, lines.Text()) {
				return
			}
			done.Store(int64(n) + 1)
		}
	})
	all := &states{h: &history{seed: 21}, m: model{}, last: map[digest]int{}}
	var reading sync.WaitGroup
	var looks, ahead atomic.Int64
	end := time.Now().Add(time.Duration(howOften(3, 300)) * time.Second)
	for reader := range 4 {
		reading.Go(func() {
			for time.Now().Before(end) && !t.Failed() {
				before := int(done.Load())
				var of digest
				var err error
				if reader == 3 {
					of, err = archive(dir)
				} else {
					of, err = look(dir, reader == 0)
				}
				if before == 0 && (errors.Is(err, fs.ErrNotExist) || errors.Is(err, fihris.ErrNoIndex)) {
					continue // it is being created
				}
				if !assert.NoError(t, err, "behind change %d", before) {
					return
				}
				after := int(done.Load()) + 100
				state := all.find(of, after)
				if !assert.GreaterOrEqual(t, state, before, "no state that was complete since change %d", before) {
					return
				}
				looks.Add(1)
				ahead.Add(int64(min(state-before, 1)))
			}
		})
	}
	reading.Wait()
	require.NoError(t, cmd.Process.Kill())
	writing.Wait()
	_ = cmd.Wait()
	assert.Positive(t, looks.Load())
	t.Logf("%d changes, read %d times; %d saw a later change than that before they began", done.Load(), looks.Load(), ahead.Load())
}

// TestQuickReadersDuringMerges lets two processes open an index without reading it
// again, while all of its segments are merged over and over: each sees what was written before
// it began, whole.
func TestQuickReadersDuringMerges(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "ix")
	indexOf(t, dir, 300, 22)
	ix, err := fihris.Open(dir, nil)
	require.NoError(t, err)
	stats, err := ix.Stats(ctx)
	require.NoError(t, err)
	var written atomic.Int64
	write := func(n int64) {
		require.NoError(t, ix.Add(ctx, fihris.Article{ID: "version", Body: "علامة " + strconv.FormatInt(n, 10)}))
		written.Store(n)
	}
	write(1)
	readers, looks := make([]*exec.Cmd, 2), atomic.Int64{}
	var reading sync.WaitGroup
	for i := range readers {
		readers[i] = asChild("looker", dir)
		out, err := readers[i].StdoutPipe()
		require.NoError(t, err)
		in, err := readers[i].StdinPipe()
		require.NoError(t, err)
		require.NoError(t, readers[i].Start())
		reading.Go(func() {
			lines := bufio.NewScanner(out)
			for {
				least := written.Load()
				if _, err := fmt.Fprintln(in, "look"); err != nil || !lines.Scan() {
					return // it was killed
				}
				var articles, version int64
				_, err := fmt.Sscan(lines.Text(), &articles, &version)
				if !assert.NoError(t, err, lines.Text()) || !assert.EqualValues(t, stats.Articles+1, articles) || !assert.GreaterOrEqual(t, version, least) {
					return
				}
				looks.Add(1)
			}
		})
	}
	merges := 0
	for end := time.Now().Add(time.Duration(howOften(2, 60)) * time.Second); time.Now().Before(end) && !t.Failed(); merges++ {
		write(written.Load() + 1)
		require.NoError(t, ix.Optimize(ctx))
	}
	for _, r := range readers {
		require.NoError(t, r.Process.Kill())
	}
	reading.Wait()
	for _, r := range readers {
		_ = r.Wait()
	}
	require.NoError(t, ix.Close())
	assert.Positive(t, looks.Load())
	t.Logf("%d merges, opened %d times meanwhile", merges, looks.Load())
}

// beLooker opens an index quickly at each line it reads, and prints how many articles it
// has and what version: beLooker dir.
func beLooker(args []string) {
	for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
		ix, err := fihris.Open(args[0], &fihris.Options{ReadOnly: true, Quick: true})
		must(err)
		n := 0
		for _, err := range ix.All(ctx) {
			must(err)
			n++
		}
		a, err := ix.Article(ctx, "version")
		must(err)
		must(ix.Close())
		fmt.Println(n, strings.TrimPrefix(a.Body, "علامة "))
	}
	os.Exit(0)
}
