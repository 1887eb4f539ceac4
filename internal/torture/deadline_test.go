package torture

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
)

// many is a text of n words with something between them.
func many(n int, between string, word func(int) string) string {
	words := make([]string, n)
	for i := range words {
		words[i] = word(i)
	}
	return strings.Join(words, between)
}

// frequentWord and stopWord are words that most articles hold.
func frequentWord(i int) string {
	return []string{"الوزير", "المدينة", "الدولة", "الرئيس", "العام", "اليوم", "الحكومة", "الجديد", "البلاد", "الشركة"}[i%10]
}

func stopWord(i int) string { return []string{"في", "من", "على"}[i%3] }

// typedQueries are queries that ask for much in few bytes.
func typedQueries() map[string]string {
	letter := func(i int) string {
		return string([]rune("ابتثجحخدذرزسشصضطظعغفقكلمنهوي")[i%28])
	}
	return map[string]string{
		"phrase of 250 stop words":     `"` + many(250, " ", stopWord) + `"`,
		"phrase of 1,000 stop words":   `"` + many(1000, " ", stopWord) + `"`,
		"phrase of 2,000 stop words":   `"` + many(2000, " ", stopWord) + `"`,
		"near: 100 stop words":         `"` + many(100, " ", stopWord) + `"~100`,
		"near: one word 200 times":     `"` + many(200, " ", func(int) string { return "في" }) + `"~100`,
		"250 words near each other":    `"` + many(250, " ", frequentWord) + `"~100`,
		"any form of 250 words":        `"` + many(250, " ", frequentWord) + `"@stem`,
		"written as typed":             `="` + many(250, " ", frequentWord) + `"`,
		"the first fuzzy word":         "الاقتصاديه~2",
		"a fuzzy word of two letters":  "من~2",
		"a pattern that begins with *": "*ا*ل*ي*",
		"a pattern that ends with *":   "ا*ة",
		"a prefix of one letter":       "ا*",
		"a prefix in the body":         "body:ا*",
		"1,000 prefixes":               many(1000, " ", func(i int) string { return letter(i) + frequentWord(i)[:2] + "*" }),
		"1,000 patterns":               many(1000, " OR ", func(i int) string { return "*" + letter(i) + "*" + letter(i/28) + "*" }),
		"200 fuzzy words":              many(200, " ", func(i int) string { return frequentWord(i) + "~2" }),
		"1,000 words":                  many(1000, " ", func(i int) string { return fmt.Sprint(frequentWord(i), i) }),
		"1,000 frequent words with OR": many(1000, " OR ", frequentWord),
		"1,000 phrases":                many(1000, " ", func(i int) string { return `"` + frequentWord(i) + " " + frequentWord(i+1) + `"` }),
		"1,000 roots":                  many(1000, " ", func(i int) string { return "√" + letter(i) + letter(i/28) + letter(i*7) }),
		"1,000 words of the body":      many(1000, " ", func(i int) string { return "body:" + frequentWord(i) }),
		"1,000 excluded words":         "الوزير " + many(1000, " ", func(i int) string { return "-" + frequentWord(i) + letter(i) }),
		"32 brackets in each other":    strings.Repeat("(الوزير OR (المدينة ", 16) + strings.Repeat("))", 16),
		"1,000 sections":               "الوزير " + many(1000, " ", func(i int) string { return "section:" + letter(i) + letter(i/28) }),
		"20,000 operands of AND":       many(20_000, " AND ", frequentWord),
		"100 kB pasted":                many(100_000/11, " ", frequentWord),
		"60 kB of combining marks":     "ا" + strings.Repeat("\u0301", 30_000),
		"60 kB of one word":            strings.Repeat("ا", 30_000),
		"60 kB of one phrase":          `"` + many(60_000/11, " ", frequentWord) + `"`,
		"60 kB of one word, fuzzy":     strings.Repeat("ب", 30_000) + "~2",
		"a pattern of 2,000 stars":     strings.Repeat("*ا", 2000),
		"60 slips":                     many(60, " ", func(i int) string { return letter(i) + "لمدرصة" + letter(i*3) }),
		"60 words in Latin letters":    many(60, " ", func(i int) string { return []string{"madrasa", "alwazir", "kitab"}[i%3] + string(rune('a'+i%26)) }),
	}
}

// asking is a call of the library that may take long.
type asking struct {
	name string
	do   func(ctx context.Context, ix *fihris.Index) error
}

// askings are calls that ask for much, by every way into the library.
func askings() (all []asking) {
	search := func(name string, req fihris.Request) {
		all = append(all, asking{name, func(ctx context.Context, ix *fihris.Index) error {
			_, err := ix.Search(ctx, req)
			return err
		}})
	}
	for name, text := range typedQueries() {
		q, err := fihris.ParseQuery(text)
		if err != nil {
			if !errors.Is(err, fihris.ErrTooMuch) {
				panic(err)
			}
			continue // refused when it is read
		}
		search(name, fihris.Request{Query: q, Suggest: true, Group: true, Facets: []fihris.Facet{{Field: "tag"}}})
	}
	word := fihris.Match("الوزير")
	search("everything, by date, to page 9", fihris.Request{Query: fihris.All(), Order: fihris.Newest, Offset: 9000, Limit: 1000, Group: true})
	search("everything, oldest first", fihris.Request{Query: fihris.All(), Order: fihris.Oldest, Limit: 1 << 20, IDsOnly: true})
	search("all hits of a word", fihris.Request{Query: word, Limit: 1 << 20, IDsOnly: true})
	search("5,000 hits, explained", fihris.Request{Query: word, Limit: 5000, Explain: true})
	search("whole texts", fihris.Request{Query: fihris.Match("في من الوزير"), Limit: 300, WholeText: true})
	search("groups to the end of the depth", fihris.Request{Query: word, Offset: 990, Group: true})
	search("100 facets of days", fihris.Request{Query: fihris.All(), Limit: fihris.NoHits, Facets: manyFacets(100)})
	search("10,000 IDs", fihris.Request{Query: word, Filter: fihris.Filter{IDs: strings.Fields(many(10_000, " ", func(i int) string { return fmt.Sprint(i) }))}})
	search("a filter that none meets", fihris.Request{Query: word, Suggest: true, Filter: fihris.Filter{Tags: []string{"لا وجود له"}}})
	search("1,000 words as text", fihris.Request{Query: fihris.Match(many(1000, " ", frequentWord)), Suggest: true})
	long := many(3<<20/12, " ", func(i int) string { return frequentWord(i*7) + fmt.Sprint(i%5000) })
	all = append(all,
		asking{"like 3 MB of text", func(ctx context.Context, ix *fihris.Index) error {
			_, err := ix.Like(ctx, long)
			return err
		}},
		asking{"all terms", func(ctx context.Context, ix *fihris.Index) error {
			_, err := ix.Terms(ctx, "", 1<<30)
			return err
		}},
		asking{"all terms of a letter", func(ctx context.Context, ix *fihris.Index) error {
			_, err := ix.Terms(ctx, "ا", 1<<30)
			return err
		}},
		asking{"complete 60 kB", func(ctx context.Context, ix *fihris.Index) error {
			_, err := ix.Complete(ctx, many(60_000/11, " ", frequentWord)+" ال", 1000)
			return err
		}},
		asking{"complete a letter", func(ctx context.Context, ix *fihris.Index) error {
			_, err := ix.Complete(ctx, "ا", 1000)
			return err
		}},
		asking{"stats", func(ctx context.Context, ix *fihris.Index) error {
			_, err := ix.Stats(ctx)
			return err
		}},
		asking{"a book", func(ctx context.Context, ix *fihris.Index) error {
			_, err := ix.Article(ctx, "words")
			return err
		}},
		asking{"a book with its dates", func(ctx context.Context, ix *fihris.Index) error {
			a, err := ix.Article(ctx, "lines")
			if err == nil {
				_, err = ix.Mentions(ctx, a)
			}
			return err
		}},
		asking{"every article", func(ctx context.Context, ix *fihris.Index) error {
			for _, err := range ix.All(ctx) {
				if err != nil {
					return err
				}
			}
			return nil
		}},
		asking{"a book that is there already", func(ctx context.Context, ix *fihris.Index) error {
			a, err := ix.Article(ctx, "stops")
			if err == nil {
				err = ix.Add(ctx, a)
			}
			return err
		}},
	)
	return all
}

func manyFacets(n int) (out []fihris.Facet) {
	for range n {
		out = append(out, fihris.Facet{Field: fihris.FacetDay})
	}
	return out
}

// looks is a context that notes how much the process takes from one look at it
// to the next: as much as a call can go on when it is done. From the look of a
// number on it is done.
type looks struct {
	context.Context
	mu     sync.Mutex
	n      int
	until  int // 0 for never
	last   time.Duration
	widest time.Duration
	before string // who looked before the widest gap,
	behind string // and after it
	caller string
}

func newLooks(until int) *looks {
	return &looks{Context: ctx, until: until, last: cpuTime(), caller: "begin"}
}

func (l *looks) Err() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.n++
	if l.until == 0 {
		now := cpuTime()
		if now-l.last > 2*time.Millisecond || now-l.last > l.widest {
			caller := callers()
			if now-l.last > l.widest {
				l.widest, l.before, l.behind = now-l.last, l.caller, caller
			}
			l.caller = caller
		} else {
			l.caller = "" // a look at the stack takes longer than what is measured
		}
		l.last = cpuTime()
		return nil
	}
	if l.n >= l.until {
		return context.Canceled
	}
	return nil
}

// Done is for those who select: they are told as late as the others.
func (l *looks) Done() <-chan struct{} {
	if l.Err() != nil {
		return closed
	}
	return nil
}

var closed = func() chan struct{} { c := make(chan struct{}); close(c); return c }()

// callers names the functions of ours that look at a context.
func callers() string {
	var pcs [24]uintptr
	frames := runtime.CallersFrames(pcs[:runtime.Callers(3, pcs[:])])
	var out []string
	for {
		f, more := frames.Next()
		if _, name, ok := strings.Cut(f.Function, "fihris/internal/"); ok && !strings.HasPrefix(name, "torture") && len(out) < 5 {
			out = append(out, fmt.Sprintf("%s:%d", name, f.Line))
		}
		if !more {
			return strings.Join(out, " < ")
		}
	}
}

// hostileIndex is an index of n ordinary articles and some of a size that are made to
// take long. FIHRIS_TORTURE_INDEX names another one.
func hostileIndex(t testing.TB, n, size int) *fihris.Index {
	if dir := os.Getenv("FIHRIS_TORTURE_INDEX"); dir != "" {
		ix, err := fihris.Open(dir, &fihris.Options{ReadOnly: true})
		require.NoError(t, err)
		return ix
	}
	ix, err := fihris.NewMemory(nil)
	require.NoError(t, err)
	require.NoError(t, ix.Add(ctx, hostileArticles(n, size)...))
	return ix
}

// hostileArticles are n ordinary articles, and some of a size that are made to take
// long.
func hostileArticles(n, size int) (all []fihris.Article) {
	r := random(81)
	for i := range n {
		a := someArticle(r, fmt.Sprint(i), 0)
		a.Tags = append(a.Tags, fmt.Sprint("وسم", i))
		all = append(all, a)
	}
	title := "الوزير في المدينة"
	return append(all,
		fihris.Article{ID: "words", Title: title, Body: many(size/11, " ", func(i int) string { return frequentWord(i * i) })},
		fihris.Article{ID: "lines", Title: title, Body: many(size/11, "\n", func(i int) string { return frequentWord(i*i) + fmt.Sprint(i%9973) })},
		fihris.Article{ID: "stops", Title: title, Body: many(size/5, " ", stopWord)},
		fihris.Article{ID: "one stop", Title: title, Body: many(size/5, " ", func(int) string { return "في" })},
		fihris.Article{ID: "one word", Title: title, Body: strings.Repeat("ا", size/20) + " الوزير"},
		fihris.Article{ID: "dots", Title: title, Body: strings.Repeat(".", size/20) + " الوزير"},
		fihris.Article{ID: "marks", Title: title, Body: "الوزير ا" + strings.Repeat("\u064E", size/20)},
	)
}

// mostCPU is how much a call may take when its context is done.
const mostCPU = 100 * time.Millisecond

// TestDeadlines looks how long calls that ask for much go on without a look at
// their context: in the long form 100 ms of CPU at most. FIHRIS_TORTURE_INDEX names
// another index.
func TestDeadlines(t *testing.T) {
	ix := hostileIndex(t, howOften(300, 10_000), howOften(100_000, 16_000_000))
	defer func() { require.NoError(t, ix.Close()) }()
	for _, a := range askings() {
		l := newLooks(0)
		began := cpuTime()
		err := a.do(l, ix)
		took := cpuTime() - began
		_ = l.Err()
		t.Logf("%-32s %8v of CPU, %6d looks, at least every %v; %.90v", a.name, took.Round(time.Millisecond), l.n, l.widest.Round(time.Millisecond), err)
		if err != nil {
			assert.ErrorIs(t, err, fihris.ErrTooMuch, a.name)
		}
		if long && l.widest > mostCPU {
			t.Errorf("%s: %v of CPU between\n\t%s\nand\t%s", a.name, l.widest, l.before, l.behind)
		}
	}
}

// TestDoneContexts ends the context of calls at some look: they end at once, with
// its error, and the next call is answered as ever.
func TestDoneContexts(t *testing.T) {
	ix := hostileIndex(t, 100, 20_000)
	defer func() { require.NoError(t, ix.Close()) }()
	r := random(82)
	for _, a := range askings() {
		l := newLooks(1 << 30)
		if err := a.do(l, ix); err != nil {
			require.ErrorIs(t, err, fihris.ErrTooMuch, a.name)
			continue
		}
		all := l.n
		for _, until := range []int{1, 2, 1 + r.IntN(all), 1 + r.IntN(all), all} {
			l := newLooks(until)
			err := a.do(l, ix)
			if l.n < until { // what it asks for was kept since
				require.NoError(t, err, a.name)
				continue
			}
			require.ErrorIs(t, err, context.Canceled, "%s: done at look %d of %d", a.name, until, all)
			require.LessOrEqual(t, l.n-until, 50, "%s: done at look %d of %d, and it went on", a.name, until, all)
		}
	}
}

// TestOpeningEnds ends the context of an opening at each of its looks, and while another
// has the index: it ends at once, nothing is called damaged, and nothing stays held.
func TestOpeningEnds(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "ix")
	indexOf(t, dir, howOften(300, 6000), 85)
	for _, readOnly := range []bool{true, false} {
		opts := &fihris.Options{ReadOnly: readOnly, LockTimeout: time.Minute}
		all := newLooks(1 << 30)
		ix, err := fihris.OpenContext(all, dir, opts)
		require.NoError(t, err)
		require.NoError(t, ix.Close())
		require.Greater(t, all.n, 1)
		for until := 1; until <= all.n; until++ {
			l := newLooks(until)
			_, err := fihris.OpenContext(l, dir, opts)
			require.ErrorIs(t, err, context.Canceled, "at look %d of %d", until, all.n)
			require.NotErrorIs(t, err, fihris.ErrCorrupt)
			require.LessOrEqual(t, l.n-until, 50)
		}
	}
	ix, err := fihris.Open(dir, nil)
	require.NoError(t, err)
	short, cancel := context.WithTimeout(ctx, 30*time.Millisecond)
	defer cancel()
	_, err = fihris.OpenContext(short, dir, &fihris.Options{LockTimeout: time.Hour})
	require.ErrorIs(t, err, context.DeadlineExceeded)
	require.NoError(t, ix.Close())
}

// TestReadingAnyArchiveEnds ends the context of who takes out what is stored, at each of the looks: it ends
// at once, and nothing is called damaged that is not; in the long form no step of it takes more than 100 ms of
// CPU. So it is where the manifest is lost, and where of a segment no directory is left.
func TestReadingAnyArchiveEnds(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "ix")
	ix, err := fihris.Create(dir, nil)
	require.NoError(t, err)
	require.NoError(t, ix.Add(ctx, hostileArticles(howOften(100, 10_000), howOften(20_000, 16_000_000))...))
	require.NoError(t, ix.Close())
	read := func(ctx context.Context) (n int, err error) {
		a, err := fihris.OpenArchive(ctx, dir, nil)
		if err != nil {
			return 0, err
		}
		for _, err := range a.Articles(ctx) {
			if err != nil {
				return n, errors.Join(err, a.Close())
			}
			n++
		}
		return n, a.Close()
	}
	for _, state := range []string{"whole", "without a manifest", "without the end of a segment"} {
		switch state {
		case "without a manifest":
			require.NoError(t, os.Remove(filepath.Join(dir, "store", "manifest")))
		case "without the end of a segment":
			segments, err := filepath.Glob(filepath.Join(dir, "store", "*.seg"))
			require.NoError(t, err)
			for _, name := range segments {
				fi, err := os.Stat(name)
				require.NoError(t, err)
				require.NoError(t, os.Truncate(name, fi.Size()-1))
			}
		}
		l := newLooks(0)
		want, err := read(l)
		require.NoError(t, err, state)
		require.Equal(t, howOften(100, 10_000)+7, want, state)
		t.Logf("%s: %d looks, at least every %v", state, l.n, l.widest)
		if long && l.widest > mostCPU {
			t.Errorf("%s: %v of CPU between\n\t%s\nand\t%s", state, l.widest, l.before, l.behind)
		}
		every := max(1, l.n/300)
		for until := 1; until <= l.n; until += every {
			l := newLooks(until)
			_, err := read(l)
			require.ErrorIs(t, err, context.Canceled, "%s, at look %d", state, until)
			require.NotErrorIs(t, err, fihris.ErrCorrupt)
			require.LessOrEqual(t, l.n-until, 50)
		}
	}
}

// TestInterruptedBooks cancels the writing of new editions of books, and merges of them, at random
// moments: in the long form it ends within 100 ms of CPU, and the index is whole.
func TestInterruptedBooks(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "ix")
	ix, err := fihris.Create(dir, nil)
	require.NoError(t, err)
	books := hostileArticles(0, howOften(500_000, 16_000_000))
	require.NoError(t, ix.Add(ctx, books...)) // once their words are known, a book takes a part of that
	began := time.Now()
	for _, b := range books {
		require.NoError(t, ix.Add(ctx, b))
	}
	each := time.Since(began) / time.Duration(len(books))
	r := random(86)
	widest, late := map[string]time.Duration{}, map[string]int{}
	for n := range howOften(20, 30) {
		b := books[n%len(books)]
		b.Title += fmt.Sprint(" طبعة ", n)
		for name, do := range map[string]func(context.Context) error{
			"add a book": func(ctx context.Context) error { return ix.Add(ctx, b) },
			"optimize":   ix.Optimize,
		} {
			within, cancel := context.WithTimeout(ctx, time.Duration(r.Int64N(int64(2*each))))
			atEnd := make(chan time.Duration, 1)
			context.AfterFunc(within, func() { atEnd <- cpuTime() })
			err := do(within)
			ended := cpuTime()
			cancel()
			if err != nil {
				require.ErrorIs(t, err, context.DeadlineExceeded, name)
				late[name]++
				widest[name] = max(widest[name], ended-<-atEnd)
			}
		}
	}
	t.Logf("CPU after the deadline, at most: %v; met by %v", widest, late)
	require.Positive(t, late["add a book"])
	if long {
		for name, took := range widest {
			assert.LessOrEqual(t, took, mostCPU, name)
		}
	}
	require.NoError(t, ix.Close())
	require.NoError(t, fihris.Check(ctx, dir, nil))
}

// TestInterrupted cancels what writes at random moments: it ends soon, and the
// index is whole.
func TestInterrupted(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "ix")
	indexOf(t, dir, howOften(300, 6000), 83)
	ix, err := fihris.Open(dir, nil)
	require.NoError(t, err)
	r := random(84)
	widest := map[string]time.Duration{}
	for n := range howOften(40, 600) {
		var more []fihris.Article
		for i := range 200 {
			more = append(more, someArticle(r, fmt.Sprint("more", n%3, i), n))
		}
		dest := fmt.Sprintf("%s.copy%d", dir, n)
		for name, do := range map[string]func(context.Context) error{
			"add":      func(ctx context.Context) error { return ix.Add(ctx, more...) },
			"remove":   func(ctx context.Context) error { return ix.Remove(ctx, fmt.Sprint("more0", r.IntN(200))) },
			"optimize": ix.Optimize,
			"backup":   func(ctx context.Context) error { return ix.Backup(ctx, dest) },
		} {
			within, cancel := context.WithTimeout(ctx, time.Duration(r.IntN(40_000))*time.Microsecond)
			atEnd := make(chan time.Duration, 1)
			context.AfterFunc(within, func() { atEnd <- cpuTime() })
			err := do(within)
			ended := cpuTime()
			cancel()
			if err != nil && !errors.Is(err, fihris.ErrNotFound) {
				require.ErrorIs(t, err, context.DeadlineExceeded, name)
				widest[name] = max(widest[name], ended-<-atEnd)
			}
		}
		require.NoError(t, os.RemoveAll(dest))
	}
	t.Logf("CPU after the deadline, at most: %v", widest)
	require.NoError(t, ix.Close())
	require.NoError(t, fihris.Check(ctx, dir, nil))
}
