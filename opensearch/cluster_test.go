package opensearch_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/opensearch"
	"github.com/fihris-search/fihris/searchertest"
)

// The cluster of these tests is three nodes in one JVM. make opensearch gets what they need and says
// by these variables where it is; without them the tests are skipped.
const (
	classesVariable   = "FIHRIS_TESTCLUSTER" // the folder testcluster, whose lib/ mvn has filled
	javaVariable      = "FIHRIS_JAVA"        // java of a JDK of 21 or later
	addressesVariable = "FIHRIS_OPENSEARCH"  // addresses of a cluster that runs already, in place of both
	heapVariable      = "FIHRIS_TESTCLUSTER_HEAP"
	nodes             = 3
	startTime         = 8 * time.Minute // of a busy machine; seconds elsewhere
)

// testCluster is a cluster of this process.
type testCluster struct {
	addresses []string
	mu        sync.Mutex
	in        io.Writer
	out       *bufio.Scanner
}

var shared struct {
	once sync.Once
	*testCluster
	err  error
	stop func()
}

func TestMain(m *testing.M) {
	code := m.Run()
	if shared.stop != nil {
		shared.stop()
	}
	os.Exit(code)
}

// running returns the cluster that all tests share.
func running(t *testing.T) *testCluster {
	t.Helper()
	if list := os.Getenv(addressesVariable); list != "" {
		return &testCluster{addresses: strings.Split(list, ",")}
	}
	if os.Getenv(classesVariable) == "" {
		t.Skip("no cluster: make opensearch starts one, where Maven and a JDK of 21 or later are")
	}
	shared.once.Do(func() { shared.testCluster, shared.stop, shared.err = start() })
	require.NoError(t, shared.err)
	return shared.testCluster
}

// heap is the memory of all nodes together.
func heap() string {
	if text := os.Getenv(heapVariable); text != "" {
		return text
	}
	return "1g"
}

// start starts the nodes.
func start() (c *testCluster, stop func(), err error) {
	folder, java := os.Getenv(classesVariable), os.Getenv(javaVariable)
	dir, err := os.MkdirTemp("", "fihris-opensearch")
	if err != nil {
		return nil, nil, err
	}
	args := []string{
		"-Xms256m", "-Xmx" + heap(), "-XX:+UseSerialGC", "-Dclauses=65536", "--enable-native-access=ALL-UNNAMED", "-Dlog4j2.disable.jmx=true",
		"-Dlog4j2.configurationFile=" + filepath.Join(folder, "log4j2.properties"),
		"-cp", filepath.Join(folder, "lib", "*"), filepath.Join(folder, "Cluster.java"), dir,
	}
	c = &testCluster{}
	var held []net.Listener // until all are chosen
	for i := range 2 * nodes {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return nil, nil, err
		}
		held = append(held, l)
		port := l.Addr().(*net.TCPAddr).Port
		if args = append(args, strconv.Itoa(port)); i%2 == 0 {
			c.addresses = append(c.addresses, fmt.Sprintf("http://127.0.0.1:%d", port))
		}
	}
	for _, l := range held {
		_ = l.Close()
	}
	cmd := exec.Command(java, args...)
	var in io.WriteCloser
	var out io.Reader
	if in, err = cmd.StdinPipe(); err == nil {
		out, err = cmd.StdoutPipe()
	}
	if err != nil {
		return nil, nil, err
	}
	problems, err := os.Create(filepath.Join(dir, "errors.txt"))
	if err != nil {
		return nil, nil, err
	}
	cmd.Stderr = problems
	if err := cmd.Start(); err != nil {
		return nil, nil, err
	}
	c.in, c.out = in, bufio.NewScanner(out)
	stop = func() {
		_ = in.Close()
		timer := time.AfterFunc(30*time.Second, func() { _ = cmd.Process.Kill() })
		_ = cmd.Wait()
		timer.Stop()
		_ = os.RemoveAll(dir)
	}
	timer := time.AfterFunc(startTime, func() { _ = cmd.Process.Kill() })
	defer timer.Stop()
	if !c.out.Scan() || c.out.Text() != "ready" {
		text, _ := os.ReadFile(filepath.Join(dir, "errors.txt"))
		stop()
		return nil, nil, fmt.Errorf("the nodes did not start: %q: %.2000s", c.out.Text(), text)
	}
	return c, stop, nil
}

// tell stops or starts a node, and waits until that is done.
func (c *testCluster) tell(t *testing.T, what string, node int) {
	t.Helper()
	if c.in == nil {
		t.Skip("the nodes of a cluster that runs already are left alone")
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	line := fmt.Sprintf("%s %d", what, node)
	_, err := fmt.Fprintln(c.in, line)
	require.NoError(t, err)
	require.True(t, c.out.Scan(), "the nodes are gone")
	require.Equal(t, line, c.out.Text())
}

// made makes an index of the test's own and loads articles into it.
func made(t *testing.T, opts opensearch.Options, articles []fihris.Article) *opensearch.Cluster {
	t.Helper()
	opts.Addresses = running(t).addresses
	opts.Index = fmt.Sprintf("test-%d", time.Now().UnixNano())
	c, err := opensearch.Create(t.Context(), opts)
	require.NoError(t, err)
	t.Cleanup(func() { drop(t, opts) })
	require.NoError(t, c.Add(t.Context(), articles...))
	return c
}

// One suite for both backends.
func TestClusterIsASearcher(t *testing.T) {
	articles := searchertest.Articles()
	searchertest.Run(t, made(t, opensearch.Options{}, articles), articles)
}
