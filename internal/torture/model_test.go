package torture

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/testdata"
)

var ctx = context.Background()

// long says whether "make torture" runs, and not "go test".
var long = os.Getenv("FIHRIS_TORTURE") != ""

// howOften is how many trials to make.
func howOften(short, often int) int {
	switch {
	case long:
		return often
	case testing.Short():
		return short/4 + 1
	}
	return short
}

func random(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 77)) }

// bundled are the bundled articles.
var bundled = testdata.Articles()

// someArticle makes an article of an ID, another for every version: sentences of
// the bundled ones in some order, and a word that only it has.
func someArticle(r *rand.Rand, id string, version int) fihris.Article {
	a := bundled[r.IntN(len(bundled))]
	sentences := strings.SplitAfter(a.Body, ". ")
	r.Shuffle(len(sentences), func(i, j int) { sentences[i], sentences[j] = sentences[j], sentences[i] })
	body := strings.Join(sentences[:min(len(sentences), 1+r.IntN(6))], " ")
	return fihris.Article{
		ID: id, Title: a.Title, Body: fmt.Sprintf("%s\nعلامة %s", body, mark(id, version)),
		Author: a.Author, Source: a.Source, Section: a.Section, Published: a.Published, Tags: a.Tags,
	}
}

// mark is a word that only one version of an article has.
func mark(id string, version int) string { return fmt.Sprintf("m%sv%dx", id, version) }

// model is what an index must hold: articles by ID.
type model map[string]fihris.Article

// op is a change of a model and of an index.
type op struct {
	kind   string // add, remove, optimize, backup, reopen
	add    []fihris.Article
	remove []string
}

// nextOp makes up the next change of a model.
func (m model) nextOp(r *rand.Rand, version int) op {
	switch n := r.IntN(20); {
	case n < 11:
		o := op{kind: "add"}
		for range 1 + r.IntN(6) {
			o.add = append(o.add, someArticle(r, fmt.Sprint(r.IntN(40)), version))
		}
		return o
	case n < 14 && len(m) > 0:
		o := op{kind: "remove"}
		ids := slices.Sorted(mapKeys(m))
		for range 1 + r.IntN(3) {
			if id := ids[r.IntN(len(ids))]; !slices.Contains(o.remove, id) {
				o.remove = append(o.remove, id)
			}
		}
		return o
	case n < 16:
		return op{kind: "optimize"}
	case n < 18:
		return op{kind: "backup"}
	}
	return op{kind: "reopen"}
}

func mapKeys(m model) func(func(string) bool) {
	return func(yield func(string) bool) {
		for id := range m {
			if !yield(id) {
				return
			}
		}
	}
}

// after is the model after a change.
func (m model) after(o op) model {
	out := model{}
	for id, a := range m {
		out[id] = a
	}
	for _, a := range o.add {
		out[a.ID] = a
	}
	for _, id := range o.remove {
		delete(out, id)
	}
	return out
}

// differs says how an index differs from a model; "" for not at all.
func (m model) differs(ix *fihris.Index) (string, error) {
	st, err := ix.Stats(ctx)
	if err != nil {
		return "", err
	}
	if st.Articles != uint64(len(m)) {
		return fmt.Sprintf("%d articles, not %d", st.Articles, len(m)), nil
	}
	for id, want := range m {
		got, err := ix.Article(ctx, id)
		if err != nil {
			return "", fmt.Errorf("article %s: %w", id, err)
		}
		if !same(got, want) {
			return "article " + id + " is another", nil
		}
		word := want.Body[strings.LastIndex(want.Body, " ")+1:]
		res, err := ix.Search(ctx, fihris.Request{Query: fihris.Match(word)})
		if err != nil {
			return "", err
		}
		if len(res.Hits) != 1 || res.Hits[0].Article.ID != id {
			return fmt.Sprintf("article %s is not found by its word (%d hits)", id, len(res.Hits)), nil
		}
	}
	return "", nil
}

func same(a, b fihris.Article) bool {
	return a.Published.Equal(b.Published) && a.Title == b.Title && a.Body == b.Body && a.Author == b.Author &&
		a.Source == b.Source && a.Section == b.Section && slices.Equal(a.Tags, b.Tags)
}

// answers are what an index says to some queries, and all of its articles.
type answers struct {
	results  []fihris.Results
	articles []fihris.Article
}

// queries ask for every kind of postings.
var queries = []string{"الوزير", "مدرسة المدينة", `"في المدينة"`, "قط*", "title:بحر", "كتاب~", "√علم", "section:رياضة OR الحكومة", "+علامة -المباراة"}

// ask asks an index for everything.
func ask(ix *fihris.Index, ids []string) (answers, error) {
	var out answers
	for _, text := range queries {
		q, err := fihris.ParseQuery(text)
		if err != nil {
			return out, err
		}
		res, err := ix.Search(ctx, fihris.Request{Query: q, Limit: 20, Explain: true, Facets: []fihris.Facet{{Field: "section"}, {Field: "tag"}}})
		if err != nil {
			return out, err
		}
		res.Took = 0
		out.results = append(out.results, *res)
	}
	for _, id := range ids {
		a, err := ix.Article(ctx, id)
		if err != nil {
			return out, fmt.Errorf("article %s: %w", id, err)
		}
		out.articles = append(out.articles, a)
	}
	return out, nil
}

func (a answers) equal(b answers) bool { return reflect.DeepEqual(a, b) }

// indexOf makes an index of so many articles in a folder: three parts of them,
// with replaced and removed ones.
func indexOf(t testing.TB, dir string, n int, seed uint64) (m model) {
	t.Helper()
	r := random(seed)
	m = model{}
	ix, err := fihris.Create(dir, nil)
	require.NoError(t, err)
	for part := range 3 {
		var o op
		for i := range n / 3 {
			o.add = append(o.add, someArticle(r, fmt.Sprint(part*(n/3)*9/10+i), part))
		}
		require.NoError(t, ix.Add(ctx, o.add...))
		m = m.after(o)
	}
	o := op{remove: slices.Sorted(mapKeys(m))[:n/20]}
	require.NoError(t, ix.Remove(ctx, o.remove...))
	m = m.after(o)
	require.NoError(t, ix.Close())
	return m
}

func (m model) ids() []string { return slices.Sorted(mapKeys(m)) }

// copyOf copies a folder, times included.
func copyOf(t testing.TB, from string) string {
	t.Helper()
	to := filepath.Join(t.TempDir(), "ix")
	copyTree(t, from, to)
	return to
}

func copyTree(t testing.TB, from, to string) {
	t.Helper()
	require.NoError(t, filepath.Walk(from, func(path string, fi os.FileInfo, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		dest := filepath.Join(to, rel)
		if fi.IsDir() {
			return os.MkdirAll(dest, 0o755)
		}
		b, err := os.ReadFile(path)
		if err == nil {
			err = os.WriteFile(dest, b, 0o600)
		}
		if err == nil {
			err = os.Chtimes(dest, fi.ModTime(), fi.ModTime())
		}
		return err
	}))
}

// asChild starts the test binary anew as something that can be killed.
func asChild(role string, args ...string) *exec.Cmd {
	cmd := exec.Command(os.Args[0], args...)
	cmd.Env = append(os.Environ(), "FIHRIS_TORTURE_ROLE="+role)
	return cmd
}

// roles are what the test binary can be instead of tests.
var roles = map[string]func(args []string){"writer": beWriter, "filler": beFiller, "rebuilder": beRebuilder}

func TestMain(m *testing.M) {
	if be := roles[os.Getenv("FIHRIS_TORTURE_ROLE")]; be != nil {
		be(os.Args[1:])
	}
	os.Exit(m.Run())
}
