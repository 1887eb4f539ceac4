package index

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/measure"
	"github.com/fihris-search/fihris/internal/query"
	"github.com/fihris-search/fihris/testdata"
)

// studied is an index of the bundled articles in several segments, of which some
// articles were replaced or removed, with the documents that are in it.
func studied(t *testing.T) (*Index, []Document) {
	t.Helper()
	ix, err := NewMemory(Options{BatchSize: 30})
	require.NoError(t, err)
	t.Cleanup(func() { _ = ix.Close() })
	var docs []Document
	for i, a := range testdata.Articles() {
		d := Document{ID: a.ID, Title: a.Title, Body: a.Body, Author: a.Author, Source: a.Source, Section: a.Section, Published: a.Published, Tags: a.Tags}
		if i%10 == 7 {
			d.Published = time.Time{}
		}
		docs = append(docs, d)
	}
	ctx := context.Background()
	before := slices.Clone(docs)
	for i := range before {
		if i%9 == 4 {
			before[i].Body = "نص قديم عن الوزير " + before[i].Body
		}
	}
	for _, some := range [][]Document{before, docs} {
		_, refused, err := ix.Add(ctx, slices.Values(some))
		require.NoError(t, err)
		require.Empty(t, refused)
	}
	var gone []string
	docs = slices.DeleteFunc(docs, func(d Document) bool {
		if len(gone) < 8 && len(d.ID)%3 == 1 {
			gone = append(gone, d.ID)
			return true
		}
		return false
	})
	_, err = ix.Remove(ctx, gone...)
	require.NoError(t, err)
	return ix, docs
}

// counted is a place that a scan of the texts finds.
type counted struct {
	id          string
	inTitle     bool
	first, last int // of the tokens of the text
	start, end  int // bytes
}

// scanned is a text with all of its tokens.
type scanned struct {
	doc    *Document
	title  bool
	text   string
	tokens []analysis.Token
}

// scan reads all texts, by ID, titles first.
func scan(docs []Document) (all []scanned) {
	docs = slices.Clone(docs)
	slices.SortFunc(docs, func(a, b Document) int { return strings.Compare(a.ID, b.ID) })
	for i := range docs {
		for _, title := range []bool{true, false} {
			s := scanned{doc: &docs[i], title: title, text: docs[i].Body}
			if title {
				s.text = docs[i].Title
			}
			s.tokens = analysis.Default().AppendTokens(nil, s.text)
			all = append(all, s)
		}
	}
	return all
}

// find lists the places where is says yes, of those documents that holds lets through.
func find(texts []scanned, is func(*analysis.Token) bool, holds func(*Document) bool) (all []counted) {
	for _, s := range texts {
		if !holds(s.doc) {
			continue
		}
		for i := range s.tokens {
			if t := &s.tokens[i]; t.IsWritten() && is(t) {
				all = append(all, counted{s.doc.ID, s.title, i, i, t.Start, t.End})
			}
		}
	}
	return all
}

// isWord says whether a token is a word at a level: at the exact one it must be written as
// it was typed, as behind the sign =.
func isWord(asked analysis.Token, level analysis.Level) func(*analysis.Token) bool {
	return func(t *analysis.Token) bool {
		return t.At(level) != "" && t.At(level) == asked.At(level) && (level != analysis.Exact || asked.Written.Agrees(t.Written))
	}
}

func everyDocument(*Document) bool { return true }

// placesOf are the places of lines.
func placesOf(t *testing.T, ix *Index, req ConcordanceRequest) (all []counted, lines []Line) {
	t.Helper()
	for l, err := range ix.Concordance(context.Background(), req) {
		require.NoError(t, err)
		all = append(all, counted{id: l.ID, inTitle: l.InTitle, start: l.Start, end: l.End})
		lines = append(lines, l)
	}
	return all, lines
}

func bare(all []counted) (out []counted) {
	for _, c := range all {
		c.first, c.last = 0, 0
		out = append(out, c)
	}
	return out
}

func TestConcordanceFindsWhatAScanFinds(t *testing.T) {
	ix, docs := studied(t)
	texts := scan(docs)
	inSource := func(d *Document) bool { return d.Source == docs[1].Source }
	for _, word := range []string{"وزير", "القرار", "سوق", "المدينة", "قال", "الماء", "بلد", "في"} {
		asked := analysis.Default().Word(word)
		for _, level := range analysis.Levels {
			if asked.Stop && level != analysis.Exact {
				continue // it has that level only
			}
			is := isWord(asked, level)
			for name, in := range map[string]struct {
				filter Filter
				holds  func(*Document) bool
			}{"all": {Filter{}, everyDocument}, "source": {Filter{Sources: []string{docs[1].Source}}, inSource}} {
				want := find(texts, is, in.holds)
				s := Study{Scope{query.Parse(word), in.filter}, level}
				got, _ := placesOf(t, ix, ConcordanceRequest{Study: s, Window: 5})
				assert.Equal(t, bare(want), got, "%s %s %s", word, level, name)
				n, err := ix.Count(context.Background(), s)
				require.NoError(t, err)
				assert.Equal(t, uint64(len(want)), n.Occurrences, "%s %s %s", word, level, name)
			}
		}
	}
}

func TestConcordanceOfPhrases(t *testing.T) {
	ix, docs := studied(t)
	var want []counted
	for _, s := range scan(docs) {
		var words []analysis.Token
		for _, tok := range s.tokens {
			if tok.IsWritten() {
				words = append(words, tok)
			}
		}
		for i := range len(words) - 1 {
			if words[i].Stem == analysis.Default().Word("وزير").Stem && words[i+1].Stem == analysis.Default().Word("زراعة").Stem {
				want = append(want, counted{id: s.doc.ID, inTitle: s.title, start: words[i].Start, end: words[i+1].End})
			}
		}
	}
	q := query.Parse(`"وزير زراعة"@stem`)
	got, lines := placesOf(t, ix, ConcordanceRequest{Study: Study{Scope: Scope{Query: q}}, Window: 4})
	require.NotEmpty(t, want)
	assert.Equal(t, want, got)
	for _, l := range lines {
		assert.Len(t, strings.Fields(l.Node), 2)
	}
}

func TestLinesAreCutOutOfTheText(t *testing.T) {
	ix, docs := studied(t)
	byID := map[string]*Document{}
	for i := range docs {
		byID[docs[i].ID] = &docs[i]
	}
	_, lines := placesOf(t, ix, ConcordanceRequest{Study: Study{Scope: Scope{Query: query.Parse("وزير OR المدينة OR قال")}}, Window: 3})
	require.Greater(t, len(lines), 30)
	whole := 0
	for _, l := range lines {
		text := byID[l.ID].Body
		if l.InTitle {
			text = byID[l.ID].Title
		}
		assert.Equal(t, text[l.Start:l.End], l.Node)
		assert.True(t, strings.HasSuffix(text[:l.Start], l.Before))
		assert.True(t, strings.HasPrefix(text[l.End:], l.After))
		words := func(s string) int {
			n := 0
			for _, tok := range analysis.Default().AppendTokens(nil, s) {
				if tok.IsWritten() {
					n++
				}
			}
			return n
		}
		assert.LessOrEqual(t, words(l.Before), 3)
		assert.LessOrEqual(t, words(l.After), 3)
		if words(l.Before) == 3 && words(l.After) == 3 {
			whole++
		}
	}
	assert.Greater(t, whole, len(lines)/2)
}

func TestOrdersOfLines(t *testing.T) {
	ix, _ := studied(t)
	s := Study{Scope: Scope{Query: query.Parse("قال OR وزير")}}
	_, placed := placesOf(t, ix, ConcordanceRequest{Study: s, Window: 4})
	near := func(l Line, order LineOrder) (words []string) {
		text := map[LineOrder]string{ByBefore: l.Before, ByAfter: l.After, ByNode: l.Node}[order]
		for _, tok := range analysis.Default().AppendTokens(nil, text) {
			if tok.IsWritten() {
				words = append(words, tok.Exact)
			}
		}
		if order == ByBefore {
			slices.Reverse(words)
		}
		return words
	}
	for _, order := range []LineOrder{ByBefore, ByAfter, ByNode} {
		_, lines := placesOf(t, ix, ConcordanceRequest{Study: s, Window: 4, Order: order})
		want := slices.Clone(placed)
		slices.SortStableFunc(want, func(a, b Line) int { return slices.Compare(near(a, order), near(b, order)) })
		for i := range want {
			want[i].key, lines[i].key = nil, nil
		}
		assert.Equal(t, want, lines, "%d", order)
	}
	_, lines := placesOf(t, ix, ConcordanceRequest{Study: s, Window: 4, Order: ByDate})
	assert.True(t, slices.IsSortedFunc(lines, func(a, b Line) int {
		if a.Published.IsZero() != b.Published.IsZero() {
			if a.Published.IsZero() {
				return 1
			}
			return -1
		}
		return a.Published.Compare(b.Published)
	}))
}

func TestSamplesAreDrawnEvenly(t *testing.T) {
	ix, _ := studied(t)
	s := Study{Scope: Scope{Query: query.Parse("قال")}}
	all, _ := placesOf(t, ix, ConcordanceRequest{Study: s, Window: 1})
	few, _ := placesOf(t, ix, ConcordanceRequest{Study: s, Window: 1, Sample: 5, Seed: 3})
	again, _ := placesOf(t, ix, ConcordanceRequest{Study: s, Window: 1, Sample: 5, Seed: 3})
	other, _ := placesOf(t, ix, ConcordanceRequest{Study: s, Window: 1, Sample: 5, Seed: 4})
	require.Len(t, few, 5)
	assert.Equal(t, few, again)
	assert.NotEqual(t, few, other)
	for _, c := range few {
		assert.Contains(t, all, c)
	}
	times := make([]int, 20)
	numbers := make([]int, len(times))
	for i := range numbers {
		numbers[i] = i
	}
	for seed := range uint64(4000) {
		drawn := draw(numbers, 5, seed)
		require.Len(t, drawn, 5)
		for _, i := range drawn {
			times[i]++
		}
	}
	for i, n := range times { // 1,000 expected, a standard deviation is 27
		assert.InDelta(t, 1000, n, 140, "%d", i)
	}
	assert.Equal(t, numbers, draw(numbers, 50, 1), "more than there are is all")
}

// nearCounts are counted for one word.
type nearCounts struct{ before, after, all uint64 }

// scanNear counts the words near those that is says yes to, looking at every pair.
func scanNear(texts []scanned, level analysis.Level, is func(*analysis.Token) bool, span int) (counts map[string]nearCounts, near, all uint64) {
	counts = map[string]nearCounts{}
	for _, s := range texts {
		var nodes []int
		for i := range s.tokens {
			if t := &s.tokens[i]; t.IsWritten() && is(t) {
				nodes = append(nodes, t.Position)
			}
		}
		for i := range s.tokens {
			t := &s.tokens[i]
			all++
			word := t.At(level)
			if word == "" {
				word = t.Exact
			}
			key := t.Root + "/" + word
			if level == analysis.Exact {
				key = t.Root + "/" + t.Stem + "/" + word
			}
			c := counts[key]
			c.all++
			least, side := span+1, 0
			for _, n := range nodes {
				d := n - t.Position
				switch {
				case d == 0:
					least, side = 0, 0
				case d > 0 && (d < least || d == least && side > 0): // before it; of equals, this
					least, side = d, -1
				case d < 0 && -d < least:
					least, side = -d, 1
				}
			}
			if side != 0 {
				near++
				if side < 0 {
					c.before++
				} else {
					c.after++
				}
			}
			counts[key] = c
		}
	}
	return counts, near, all
}

func TestCollocationsAreWhatAScanCounts(t *testing.T) {
	ix, docs := studied(t)
	texts := scan(docs)
	for _, word := range []string{"وزير", "قال", "مدينة"} {
		asked := analysis.Default().Word(word)
		for _, level := range analysis.Levels {
			is := isWord(asked, level)
			want, near, all := scanNear(texts, level, is, 4)
			got, err := ix.Collocations(context.Background(), CollocationRequest{
				Study: Study{Scope{Query: query.Parse(word)}, level}, Before: 4, After: 4, StopWords: true,
			})
			require.NoError(t, err)
			assert.Equal(t, near, got.Near, word)
			assert.Equal(t, all, got.All, word)
			assert.Equal(t, uint64(len(find(texts, is, everyDocument))), got.Occurrences)
			found := map[string]nearCounts{}
			for _, c := range got.Words {
				key := c.Root + "/" + c.Word
				if level == analysis.Exact {
					key = c.Root + "/" + c.Stem + "/" + c.Word
				}
				found[key] = nearCounts{c.Before, c.After, c.All}
			}
			for key, n := range want {
				if n.before+n.after == 0 {
					delete(want, key)
				}
			}
			require.NotEmpty(t, want)
			assert.Equal(t, want, found, "%s %s", word, level)
		}
	}
}

func TestWordsAreWhatAScanCounts(t *testing.T) {
	ix, docs := studied(t)
	texts := scan(docs)
	source := docs[1].Source
	is := func(d *Document) bool { return d.Source == source }
	for _, level := range analysis.Levels {
		got, err := ix.Words(context.Background(), WordsRequest{In: Scope{Filter: Filter{Sources: []string{source}}}, Rest: true, Level: level, StopWords: true})
		require.NoError(t, err)
		type parts struct {
			in, against               uint64
			inArticles, otherArticles map[string]uint32
		}
		want := map[string]*parts{}
		sizes := map[string]uint32{}
		var words, others uint64
		for _, s := range texts {
			for i := range s.tokens {
				tok := &s.tokens[i]
				word := tok.At(level)
				if word == "" {
					word = tok.Exact
				}
				key := tok.Root + "/" + word
				if level == analysis.Exact {
					key = tok.Root + "/" + tok.Stem + "/" + word
				}
				p := want[key]
				if p == nil {
					p = &parts{inArticles: map[string]uint32{}, otherArticles: map[string]uint32{}}
					want[key] = p
				}
				if is(s.doc) {
					p.in++
					p.inArticles[s.doc.ID]++
				} else {
					p.against++
					p.otherArticles[s.doc.ID]++
				}
				if tok.IsWritten() {
					if is(s.doc) {
						words++
						sizes[s.doc.ID]++
					} else {
						others++
					}
				}
			}
		}
		assert.Equal(t, words, got.In)
		assert.Equal(t, others, got.Against)
		n := 0
		for key, p := range want {
			if p.in == 0 {
				continue
			}
			n++
			i := slices.IndexFunc(got.Words, func(w WordFrequency) bool {
				if level == analysis.Exact {
					return w.Root+"/"+w.Stem+"/"+w.Word == key
				}
				return w.Root+"/"+w.Word == key
			})
			require.GreaterOrEqual(t, i, 0, key)
			w := got.Words[i]
			assert.Equal(t, []uint64{p.in, p.against, uint64(len(p.inArticles)), uint64(len(p.otherArticles))},
				[]uint64{w.In, w.Against, w.InArticles, w.AgainstArticles}, key)
			dispersion := 0.0
			for id, size := range sizes { // over all articles, those included that lack the word
				d := float64(size)/float64(words) - float64(p.inArticles[id])/float64(p.in)
				dispersion += max(d, -d) / 2
			}
			assert.InDelta(t, dispersion, w.Dispersion, 1e-9, key)
			assert.NotEmpty(t, w.Forms)
		}
		assert.Len(t, got.Words, n, "%s", level)
	}
}

func TestTrendIsWhatAScanCounts(t *testing.T) {
	ix, docs := studied(t)
	texts := scan(docs)
	for _, period := range []Period{Year, Month, Week, Day} {
		for _, by := range []string{"", "source", "tag"} {
			if period == Day && by == "tag" {
				continue // too much for one answer
			}
			queries := []string{"وزير", "مدينة"}
			req := TrendRequest{Period: period, By: by}
			for _, q := range queries {
				req.Queries = append(req.Queries, query.Parse(q))
			}
			got, err := ix.Trend(context.Background(), req)
			require.NoError(t, err)
			layout := map[Period]string{Year: "2006", Month: "2006-01", Day: "2006-01-02"}
			name := func(at time.Time) string {
				if period == Week {
					y, w := at.ISOWeek()
					return fmt.Sprint(y, "-", w)
				}
				return at.Format(layout[period])
			}
			valuesOf := func(d *Document) []string {
				switch by {
				case "source":
					return one(d.Source)
				case "tag":
					return notEmpty(d.Tags)
				}
				return []string{""}
			}
			want := map[string]uint64{}
			for _, s := range texts {
				for _, value := range valuesOf(s.doc) {
					if s.doc.Published.IsZero() {
						continue
					}
					at := name(s.doc.Published)
					if s.title {
						want["articles "+value+" "+at]++
					}
					for i := range s.tokens {
						if !s.tokens[i].IsWritten() {
							continue
						}
						want["words "+value+" "+at]++
						for k, q := range queries {
							if s.tokens[i].Stem == analysis.Default().Word(q).Stem {
								want[fmt.Sprint(k, " ", value, " ", at)]++
							}
						}
					}
				}
			}
			found := map[string]uint64{}
			put := func(key string, n uint64) {
				if n > 0 {
					found[key] += n
				}
			}
			for i, start := range got.Starts {
				if i > 0 {
					assert.Equal(t, start, period.Next(got.Starts[i-1]), "no period is left out")
				}
				for _, total := range got.Totals {
					put("articles "+total.Value+" "+name(start), total.Articles[i])
					put("words "+total.Value+" "+name(start), total.Words[i])
				}
				for _, s := range got.Series {
					put(fmt.Sprint(s.Query, " ", got.Totals[s.Total].Value, " ", name(start)), s.Occurrences[i])
				}
			}
			assert.Equal(t, want, found, "%s %s", period, by)
			assert.Positive(t, got.Undated)
		}
	}
}

func TestStudiesNeedWords(t *testing.T) {
	ix, _ := studied(t)
	for _, q := range []string{"*", "author:سلمى", "source:الأفق", ""} {
		_, err := ix.Count(context.Background(), Study{Scope: Scope{Query: query.Parse(q)}})
		assert.ErrorIs(t, err, ErrNothingToCount, q)
	}
	n, err := ix.Count(context.Background(), Study{Scope: Scope{Query: query.Parse("قفططططط")}})
	require.NoError(t, err)
	assert.Zero(t, n.Occurrences)
}

func TestDispersionKnowsItsBounds(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		var occurrences, sizes []uint32
		all := uint64(0)
		for range 1 + r.IntN(20) {
			o := uint32(1 + r.IntN(9))
			occurrences, sizes = append(occurrences, o), append(sizes, o+uint32(r.IntN(100)))
			all += uint64(sizes[len(sizes)-1])
		}
		d := measure.Dispersion(occurrences, sizes, all+uint64(r.IntN(1000)))
		assert.True(t, d >= 0 && d <= 1, d)
	}
}
