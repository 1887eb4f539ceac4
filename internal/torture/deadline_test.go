package torture

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
)

// hostile are searches that ask for much in few bytes.
func hostile() map[string]fihris.Request {
	parsed := func(s string) fihris.Request {
		q, err := fihris.ParseQuery(s)
		if err != nil && !errors.Is(err, fihris.ErrTooMuch) {
			panic(err)
		}
		return fihris.Request{Query: q, Suggest: true, Group: true, Facets: []fihris.Facet{{Field: "tag"}}}
	}
	many := func(n int, between string, word func(int) string) string {
		words := make([]string, n)
		for i := range words {
			words[i] = word(i)
		}
		return strings.Join(words, between)
	}
	stop := func(i int) string { return []string{"في", "من", "على"}[i%3] }
	frequent := strings.Fields("الوزير المدينة الدولة الرئيس العام اليوم الحكومة الجديد البلاد الشركة")
	word := func(i int) string { return frequent[i%len(frequent)] }
	return map[string]fihris.Request{
		"phrase of 250 stop words":     parsed(`"` + many(250, " ", stop) + `"`),
		"phrase of 1,000 stop words":   parsed(`"` + many(1000, " ", stop) + `"`),
		"phrase of 2,000 stop words":   parsed(`"` + many(2000, " ", stop) + `"`),
		"near: 100 stop words":         parsed(`"` + many(100, " ", stop) + `"~100`),
		"250 words near each other":    parsed(`"` + many(250, " ", word) + `"~100`),
		"any form of 250 words":        parsed(`"` + many(250, " ", word) + `"@stem`),
		"the first fuzzy word":         parsed("الاقتصاديه~2"),
		"a pattern that begins with *": parsed("*ا*ل*ي*"),
		"a prefix of one letter":       parsed("ا*"),
		"1,000 prefixes": parsed(many(1000, " ", func(i int) string {
			return string([]rune("ابتثجحخدذرزسشصضطظعغفقكلمنهوي")[i%28]) + word(i)[:2] + "*"
		})),
		"200 fuzzy words":                parsed(many(200, " ", func(i int) string { return word(i) + "~2" })),
		"1,000 words":                    parsed(many(1000, " ", func(i int) string { return fmt.Sprint(word(i), i) })),
		"1,000 frequent words with OR":   parsed(many(1000, " OR ", word)),
		"1,000 phrases":                  parsed(many(1000, " ", func(i int) string { return `"` + word(i) + " " + word(i+1) + `"` })),
		"20,000 operands of AND":         parsed(many(20_000, " AND ", word)),
		"100 kB pasted":                  parsed(many(100_000/11, " ", word)),
		"60 kB of combining marks":       parsed("ا" + strings.Repeat("\u0301", 30_000)),
		"60 kB of one word":              parsed(strings.Repeat("ا", 30_000)),
		"60 kB of one phrase":            parsed(`"` + many(60_000/11, " ", word) + `"`),
		"60 kB of one word, fuzzy":       parsed(strings.Repeat("ب", 30_000) + "~2"),
		"a pattern of 2,000 stars":       parsed(strings.Repeat("*ا", 2000)),
		"everything, by date, to page 9": {Query: fihris.All(), Order: fihris.Newest, Offset: 9000, Limit: 1000, Group: true},
		"a text of 100 kB as words":      {Query: fihris.Match(many(100_000/11, " ", word)), Suggest: true},
		"a phrase of 100 kB":             {Query: fihris.Phrase(many(100_000/11, " ", word)), Suggest: true},
	}
}

// gaps is a context that is never done before its time and notes how much the
// process took from one question to the next: as much as a search can go on when
// it is done.
type gaps struct {
	context.Context
	mu     sync.Mutex
	last   time.Duration
	widest time.Duration
}

func (g *gaps) Err() error {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := cpuTime()
	g.widest = max(g.widest, now-g.last)
	g.last = now
	return g.Context.Err()
}

// TestDeadlines asks for much and waits for little: the search ends with an
// error that says which, or with an answer. What it took after the deadline, and
// the widest gap between two looks at the context, are logged, for timings fail no
// test. FIHRIS_TORTURE_INDEX names another index.
func TestDeadlines(t *testing.T) {
	ix, err := fihris.NewMemory()
	require.NoError(t, err)
	if dir := os.Getenv("FIHRIS_TORTURE_INDEX"); dir != "" {
		ix, err = fihris.Open(dir, &fihris.Options{ReadOnly: true})
		require.NoError(t, err)
	} else {
		r := random(81)
		var all []fihris.Article
		for i := range howOften(600, 20_000) {
			all = append(all, someArticle(r, fmt.Sprint(i), 0))
		}
		require.NoError(t, ix.Add(ctx, all...))
	}
	defer func() { require.NoError(t, ix.Close()) }()
	for name, req := range hostile() {
		if req.Query.IsEmpty() {
			t.Logf("%-32s refused when it is read", name)
			continue
		}
		patience, cancel := context.WithTimeout(ctx, time.Minute)
		g := &gaps{Context: patience, last: cpuTime()}
		_, err := ix.Search(g, req)
		_ = g.Err()
		cancel()
		t.Logf("%-32s asks at least every %v of CPU; %.60v", name, g.widest.Round(time.Millisecond), err)
		for _, wait := range []time.Duration{5 * time.Millisecond, 50 * time.Millisecond} {
			within, cancel := context.WithTimeout(ctx, wait)
			began := cpuTime()
			atEnd := make(chan time.Duration, 1)
			context.AfterFunc(within, func() { atEnd <- cpuTime() })
			_, err := ix.Search(within, req)
			ended := cpuTime()
			after := "in time"
			if within.Err() != nil {
				after = fmt.Sprintf("%v of CPU after the deadline", (ended - <-atEnd).Round(time.Millisecond))
			}
			cancel()
			if err != nil {
				require.True(t, errors.Is(err, context.DeadlineExceeded) || errors.Is(err, fihris.ErrTooMuch), "%s: %v", name, err)
			}
			t.Logf("%-32s %5v: %v of CPU, %s; %v", name, wait, (ended - began).Round(time.Millisecond), after, err)
		}
	}
}
