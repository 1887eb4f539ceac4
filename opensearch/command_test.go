package opensearch_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/opensearch"
	"github.com/fihris-search/fihris/searchertest"
)

// took is how long a search took, as people are told.
var took = regexp.MustCompile(`\([0-9.]+ m?s\)`)

// The command does with a cluster what it does with a folder: the same lines come out.
func TestCommandAsksACluster(t *testing.T) {
	addresses := running(t).addresses
	dir := t.TempDir()
	program := filepath.Join(dir, "fihris")
	out, err := exec.Command("go", "build", "-o", program, "../cmd/fihris").CombinedOutput()
	require.NoError(t, err, "%s", out)
	name := fmt.Sprintf("test-command-%d", time.Now().UnixNano())
	t.Cleanup(func() { drop(t, opensearch.Options{Addresses: addresses, Index: name}) })
	hosts := strings.Join(addresses, ",")
	hosts = "http://" + strings.ReplaceAll(hosts, "http://", "")
	there := "opensearch+" + hosts + "/" + name + "?replicas=0&shards=2"
	here := filepath.Join(dir, "here.idx")

	var lines bytes.Buffer
	for _, a := range searchertest.Articles() {
		require.NoError(t, json.NewEncoder(&lines).Encode(a))
	}
	articles := filepath.Join(dir, "articles.jsonl")
	require.NoError(t, os.WriteFile(articles, lines.Bytes(), 0o600))
	topics := filepath.Join(dir, "topics.tsv")
	require.NoError(t, os.WriteFile(topics, []byte("1\tالحكومة\n2\tوزير الخارجية\n"), 0o600))
	qrels := filepath.Join(dir, "qrels.txt")
	require.NoError(t, os.WriteFile(qrels, []byte("1 0 "+searchertest.Articles()[0].ID+" 1\n2 0 "+searchertest.Articles()[1].ID+" 1\n"), 0o600))

	run := func(args ...string) string {
		t.Helper()
		cmd := exec.Command(program, args...)
		var told bytes.Buffer
		cmd.Stderr = &told
		out, err := cmd.Output()
		require.NoError(t, err, "%q: %s", args, told.String())
		return string(out)
	}
	for _, index := range []string{here, there} {
		told := run("index", "-i", index, articles)
		assert.Contains(t, told, fmt.Sprintf("added %d,", len(searchertest.Articles())))
		assert.Contains(t, run("index", "-i", index, articles), fmt.Sprintf("unchanged %d,", len(searchertest.Articles())))
	}
	for _, args := range [][]string{
		{"search", "--no-snippets", "-i", "INDEX", "وزير الخارجية"},
		{"search", "-i", "INDEX", "--sort", "newest", "--facet", "source", "الحكومة"},
		{"run", "-i", "INDEX", "-k", "20", "--topics", topics},
		{"eval", "-i", "INDEX", "--topics", topics, "--qrels", qrels},
		{"export", "-i", "INDEX"},
		{"export", "-i", "INDEX", "الحكومة"},
	} {
		var came [2]string
		for i, index := range []string{here, there} {
			asked := make([]string, len(args))
			for k, arg := range args {
				asked[k] = strings.Replace(arg, "INDEX", index, 1)
			}
			came[i] = run(asked...)
		}
		for i := range came {
			came[i] = took.ReplaceAllString(came[i], "")
		}
		assert.Equal(t, came[0], came[1], "%q", args)
	}
	out, err = exec.Command(program, "study", "-i", there).CombinedOutput()
	assert.Error(t, err, "%s", out)
	out, err = exec.Command(program, "backup", "-i", there, dir).CombinedOutput()
	assert.Error(t, err)
	assert.Contains(t, string(out), "needs an index of this machine")
	serves(t, program, there)
}

// serves asks the page and the interface for programs of a server of a cluster.
func serves(t *testing.T, program, index string) {
	t.Helper()
	cmd := exec.Command(program, "serve", "-i", index, "--addr", "127.0.0.1:0")
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	defer func() {
		_ = cmd.Process.Signal(os.Interrupt)
		_ = cmd.Wait()
	}()
	line, err := bufio.NewReader(out).ReadString('\n')
	require.NoError(t, err)
	address := strings.Fields(line)[1]
	get := func(path string) string {
		res, err := http.Get(address + path)
		require.NoError(t, err)
		defer res.Body.Close()
		text, err := io.ReadAll(res.Body)
		require.NoError(t, err)
		require.Equal(t, http.StatusOK, res.StatusCode, "%s: %s", path, text)
		return string(text)
	}
	q := url.QueryEscape("وزير الخارجية")
	var res fihris.Results
	require.NoError(t, json.Unmarshal([]byte(get("v1/search?q="+q)), &res))
	assert.NotEmpty(t, res.Hits)
	assert.Contains(t, get("?q="+q), "<mark>")
	assert.Contains(t, get("v1/complete?q="+url.QueryEscape("وزير الخ")), "الخارجية")
	assert.Contains(t, get("v1/stats"), `"articles":`+fmt.Sprint(len(searchertest.Articles())))
}
