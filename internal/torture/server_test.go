package torture

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/client"
	"github.com/fihris-search/fihris/internal/web"
)

const serverToken = "the token of a server that is killed"

func init() { roles["server"] = beServer }

// beServer serves the index in a folder to those who write, until it is killed, and
// prints where: beServer dir.
func beServer(args []string) {
	ix, err := fihris.Open(args[0], nil)
	if err != nil {
		ix, err = fihris.Create(args[0], nil)
	}
	must(err)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(err)
	fmt.Println("http://" + l.Addr().String())
	must(web.Serve(ctx, l, web.New(ix, web.Options{Writer: ix, Tokens: []string{serverToken}}), nil))
}

// sender writes articles of its own to a server, and knows of each in which
// version it was acknowledged; 0 is that it is not there.
type sender struct {
	name         string
	stream       bool
	acknowledged map[string]int
	sent         map[string][]int // what was under way when the server was killed: a stream may have an article in several versions
	n            int              // versions so far
	acks         int
}

// article is a version of an article of a sender.
func (s *sender) article(id string, version int) fihris.Article {
	return someArticle(random(uint64(version)*31+uint64(len(s.name))), id, version)
}

// work sends changes until one fails.
func (s *sender) work(c *client.Client, seed uint64) error {
	r := random(seed)
	for {
		s.sent = map[string][]int{}
		var articles []client.Article
		remove := !s.stream && r.IntN(4) == 0
		for range map[bool]int{false: 1, true: 1 + r.IntN(400)}[s.stream] {
			id := fmt.Sprintf("%s%d", s.name, r.IntN(map[bool]int{false: 10, true: 600}[s.stream]))
			if remove {
				s.sent[id] = []int{0}
				if _, _, err := c.Remove(ctx, id); err != nil {
					return err
				}
				continue
			}
			s.n++
			s.sent[id] = append(s.sent[id], s.n)
			articles = append(articles, client.Article(s.article(id, s.n)))
		}
		if !remove {
			if _, err := c.Add(ctx, articles...); err != nil {
				return err
			}
		}
		for id, versions := range s.sent {
			s.acknowledged[id] = versions[len(versions)-1]
		}
		s.acks += len(s.sent)
		s.sent = nil
	}
}

// differs says how an index differs from what was acknowledged. What was under way
// is in or not, and known then.
func (s *sender) differs(ix *fihris.Index) (string, error) {
	there := map[string]int{}
	for id, version := range s.acknowledged {
		there[id] = version
	}
	for id := range s.sent {
		there[id] = s.acknowledged[id]
	}
	for id, version := range there {
		versions := append([]int{version}, s.sent[id]...)
		got, err := ix.Article(ctx, id)
		if err != nil && !errors.Is(err, fihris.ErrNotFound) {
			return "", err
		}
		found := false
		for _, v := range versions {
			if err != nil && v == 0 || err == nil && v > 0 && same(got, s.article(id, v)) {
				s.acknowledged[id], found = v, true
			}
		}
		if !found {
			return fmt.Sprintf("article %s was acknowledged in version %d (sent: %v), and is %q (%v)", id, version, s.sent[id], got.Body, err), nil
		}
		if v := s.acknowledged[id]; v > 0 {
			res, err := ix.Search(ctx, fihris.Request{Query: fihris.Match(mark(id, v))})
			if err != nil {
				return "", err
			}
			if len(res.Hits) != 1 || res.Hits[0].Article.ID != id {
				return fmt.Sprintf("article %s is not found by its word (%d hits)", id, len(res.Hits)), nil
			}
		}
	}
	s.sent = nil
	return "", nil
}

// TestKilledServer kills a server to which several write, one by one and in
// streams: what a client was told is there, whoever it was written together with.
func TestKilledServer(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "ix")
	r := random(31)
	senders := []*sender{}
	for i := range 7 {
		senders = append(senders, &sender{name: string(rune('a' + i)), stream: i == 6, acknowledged: map[string]int{}})
	}
	acks, under := 0, 0
	for round := range howOften(5, 100) {
		cmd := asChild("server", dir)
		out, err := cmd.StdoutPipe()
		require.NoError(t, err)
		require.NoError(t, cmd.Start())
		line, err := bufio.NewReader(out).ReadString('\n')
		require.NoError(t, err, "round %d", round)
		c, err := client.New(strings.TrimSpace(line), client.Options{Token: serverToken, Attempts: 1})
		require.NoError(t, err)
		kill := time.AfterFunc(time.Duration(r.IntN(1_500_000))*time.Microsecond, func() { _ = cmd.Process.Kill() })
		var wg sync.WaitGroup
		for i, s := range senders {
			wg.Go(func() {
				err := s.work(c, uint64(round*100+i))
				if told, ok := errors.AsType[*client.Error](err); ok {
					t.Errorf("round %d: the server says %v", round, told)
				}
			})
		}
		wg.Wait()
		_ = cmd.Wait()
		kill.Stop()

		ix, err := fihris.Open(dir, nil)
		require.NoError(t, err, "round %d", round)
		for _, s := range senders {
			acks, under = acks+s.acks, under+len(s.sent)
			s.acks = 0
			diff, err := s.differs(ix)
			require.NoError(t, err, "round %d", round)
			require.Empty(t, diff, "round %d", round)
		}
		require.NoError(t, ix.Close())
		require.NoError(t, fihris.Check(context.Background(), dir, nil))
	}
	t.Logf("%d articles acknowledged, %d under way when the server was killed", acks, under)
}
