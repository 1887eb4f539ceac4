package index

import (
	"cmp"
	"context"
	"crypto/sha256"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/query"
	"github.com/fihris-search/fihris/internal/rank"
	"github.com/fihris-search/fihris/internal/spell"
	"github.com/fihris-search/fihris/internal/trie"
)

// The greatest number of forms that a prefix or a pattern, and a fuzzy word, may
// stand for. Of 55,000 news articles مد* has 1,760, م* 60,000 and ا* 143,000; وزير~
// has 122 and وزير~2 3,400.
const (
	maxExpansion = 1 << 16
	maxFuzzy     = 1 << 14
)

// tooManyForms says that a word stands for more.
func tooManyForms(n *query.Word, most int) error {
	todo := "write more of its letters"
	if n.Form == query.Fuzzy {
		todo = "write ~1 or more of its letters"
	}
	return fmt.Errorf("%w: %s stands for more than %d words of the index; %s", ErrTooMuch, n, most, todo)
}

// expansions keeps what the words of a view stand for: the searches of a page
// and those of its readers ask for it again and again.
type expansions struct {
	mu    sync.Mutex
	of    map[expansion]*expanded
	forms int // of all
}

// expansion is what decides which forms a word stands for.
type expansion struct {
	text  string
	form  query.Form
	field string
	edits int
}

// expanded is what a word stands for: forms of the index, of a fuzzy word the
// likeliest first, and then how many of the first are likelier than the rest,
// step by step.
type expanded struct {
	forms []string
	steps []int
	key   string // names the forms among the lists that are cached

	once   sync.Once
	order  []int       // the places of the forms, in the order of the alphabet
	wanted trie.Wanted // the forms in that order
}

// ascending returns the forms in the order of the alphabet, and the place of each
// among the forms.
func (x *expanded) ascending() (trie.Wanted, []int) {
	x.once.Do(func() {
		x.order = make([]int, len(x.forms))
		for i := range x.order {
			x.order[i] = i
		}
		byForm := func(a, b int) int { return strings.Compare(x.forms[a], x.forms[b]) }
		if !slices.IsSortedFunc(x.order, byForm) {
			slices.SortFunc(x.order, byForm)
		}
		sorted := make([]string, len(x.forms))
		for i, at := range x.order {
			sorted[i] = x.forms[at]
		}
		x.wanted = trie.Want(sorted)
	})
	return x.wanted, x.order
}

// What is kept for one view: words, and forms that they stand for.
const (
	maxExpansions = 256
	maxKeptForms  = 1 << 18
)

// What a form takes, about, while it is looked for and thereafter.
const (
	foundBytes = 160
	formBytes  = 48
)

// expand lists the exact forms of the index that a prefix, a pattern or a
// fuzzy word stands for.
func (p *plan) expand(n *query.Word) (x *expanded, err error) {
	e, key := &p.v.expansions, expansion{n.Text, n.Form, expandField(n.Field), n.Edits}
	e.mu.Lock()
	x, ok := e.of[key]
	e.mu.Unlock()
	if ok {
		return x, p.work.take(formBytes * len(x.forms))
	}
	v := p.v.expandedIn(n.Field)
	most := maxExpansion
	x = &expanded{}
	var found []foundForm
	switch n.Form {
	case query.Prefix:
		found, err = prefixed(p.ctx, v, n.Text, most+1)
	case query.Wildcard:
		found, err = matching(p.ctx, v, n.Text, most+1)
	default:
		most = maxFuzzy
		x, err = similar(p.ctx, v, n.Text, n.Edits, most+1)
	}
	if err == nil {
		err = cmp.Or(p.ctx.Err(), p.v.whole()) // else it is not all
	}
	if err != nil {
		return nil, err
	}
	if max(len(found), len(x.forms)) > most {
		return nil, tooManyForms(n, most)
	}
	if err := p.work.has(foundBytes * max(len(found), len(x.forms))); err != nil {
		return nil, err
	}
	x.forms = slices.Grow(x.forms, len(found))
	for i := range found {
		x.forms = append(x.forms, found[i].text)
	}
	x.key = nameOf(x.forms)
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.of == nil || len(e.of) >= maxExpansions || e.forms > maxKeptForms {
		e.of, e.forms = map[expansion]*expanded{}, 0
	}
	e.of[key] = x
	e.forms += len(x.forms)
	return x, p.work.take(formBytes * len(x.forms))
}

// expandField is where the forms of a word are looked up.
func expandField(f query.Field) string {
	if f.IsOwn() {
		return ownPrefix + f.String()
	}
	switch f {
	case query.Title:
		return fieldTitle
	case query.Author:
		return fieldAuthor
	case query.Body:
		return fieldText
	}
	return "" // title and body, and the texts of one's own that bare words search
}

// nameOf names a list of forms as no other.
func nameOf(forms []string) string {
	size := 0
	for _, form := range forms {
		size += len(form) + len(keySeparator)
	}
	all := make([]byte, 0, size)
	for _, form := range forms {
		all = append(append(all, form...), keySeparator...)
	}
	name := sha256.Sum256(all)
	return string(name[:])
}

// prefixed finds the forms that begin with a text, or have it behind the
// article and proclitics, in the order of the alphabet, but no more than most.
func prefixed(ctx context.Context, vs spell.Vocabularies, text string, most int) ([]foundForm, error) {
	start := analysis.Fold(text)
	if start == "" {
		return nil, nil
	}
	return startingIn(ctx, vs, start, most, nil)
}

// matching finds the forms that fit a pattern of letters, * and ?, also behind
// the article and proclitics, in the order of the alphabet, but no more than most.
func matching(ctx context.Context, vs spell.Vocabularies, pattern string, most int) ([]foundForm, error) {
	var folded strings.Builder
	for rest := pattern; rest != ""; {
		i := strings.IndexAny(rest, "*?")
		if i < 0 {
			folded.WriteString(analysis.Fold(rest))
			break
		}
		folded.WriteString(analysis.Fold(rest[:i]) + rest[i:i+1])
		rest = rest[i+1:]
	}
	pattern = folded.String()
	n := strings.IndexAny(pattern+"*", "*?")
	return startingIn(ctx, vs, pattern[:n], most, func(form, start string) bool { return fits(form, start+pattern[n:]) })
}

// startingIn finds the forms that have one of the beginnings in which a text
// may hold what begins so, and are accepted with that beginning unless accept is nil, in
// the order of the alphabet, but no more than most.
func startingIn(ctx context.Context, vs spell.Vocabularies, start string, most int, accept func(form, start string) bool) (_ []foundForm, err error) {
	before := beginnings(start)
	slices.Sort(before)
	var all []foundForm
	for _, v := range vs {
		var found []foundForm
		var texts []byte // of all, in one piece
		c, n := v.Forms(), 0
		for _, pre := range before {
			for c.Restart(pre); c.Next(); {
				if n++; n%1024 == 0 && ctx.Err() != nil {
					return nil, ctx.Err()
				}
				from := len(texts)
				texts = c.Word().AppendText(texts)
				if accept != nil && !accept(string(texts[from:]), pre) {
					texts = texts[:from]
					continue
				}
				found = append(found, foundForm{docs: c.Word().Docs, end: len(texts)})
				if len(found)/2 >= most { // a form may have several of the beginnings
					if found, err = once(ctx, cut(texts, found)); err != nil || len(found) >= most {
						return found[:min(most, len(found))], err
					}
					texts = texts[:0]
					for i := range found {
						texts = append(texts, found[i].text...)
						found[i].end = len(texts)
					}
				}
			}
		}
		found = cut(texts, found)
		if found, err = once(ctx, found); err != nil || len(found) >= most {
			return found[:min(most, len(found))], err
		}
		all = append(all, found...)
	}
	if len(vs) > 1 {
		if all, err = summed(ctx, all); len(all) >= most {
			all = all[:most]
		}
	}
	return all, err
}

// foundForm is a form and how many articles hold it.
type foundForm struct {
	text string
	docs int
	end  int // of its text among those that were found with it
}

// cut gives forms their texts.
func cut(texts []byte, forms []foundForm) []foundForm {
	all, from := string(texts), 0
	for i := range forms {
		forms[i].text = all[from:forms[i].end]
		from = forms[i].end
	}
	return forms
}

// once sorts forms, and leaves each once.
func once(ctx context.Context, forms []foundForm) ([]foundForm, error) {
	forms, err := byText(ctx, forms)
	return slices.CompactFunc(forms, func(a, b foundForm) bool { return a.text == b.text }), err
}

// summed sorts forms, and adds up the articles of each.
func summed(ctx context.Context, forms []foundForm) ([]foundForm, error) {
	forms, err := byText(ctx, forms)
	sums := forms[:0]
	for _, f := range forms {
		if n := len(sums); n > 0 && sums[n-1].text == f.text {
			sums[n-1].docs += f.docs
		} else {
			sums = append(sums, f)
		}
	}
	return sums, err
}

func byText(ctx context.Context, forms []foundForm) ([]foundForm, error) {
	order := func(a, b foundForm) int { return strings.Compare(a.text, b.text) }
	if slices.IsSortedFunc(forms, order) {
		return forms, nil
	}
	return sortWithin(ctx, forms, order)
}

// formsPart counts the first n forms that a word stands for as one term. They may
// be many: between them the context is looked at.
func (p *plan) formsPart(field string, weight float64, x *expanded, n int) rank.Part {
	list := func(seg rank.Segment, dst *rank.Postings) error { return p.work.union(seg, field, x.forms[:n], dst) }
	return rank.Part{Field: field, Weight: weight, List: list, Key: rank.KeyOf("forms", x.key, strconv.Itoa(n)), Of: CountTerms{placeOf(field), x.forms[:n]}}
}

// union appends the postings of several terms as if they were one, as rank.Union
// does, but can be interrupted.
func (w *work) union(seg rank.Segment, field string, terms []string, dst *rank.Postings) error {
	r := scratches.Get().(*scratch)
	defer scratches.Put(r)
	r.sum.Reset(seg.Docs())
	var one rank.Postings
	for i, t := range terms {
		if i%16 == 0 && w.ctx.Err() != nil {
			return w.ctx.Err()
		}
		one.Reset()
		if err := seg.Postings(field, t, &one); err != nil {
			return err
		}
		if err := r.sum.Add(&one); err != nil {
			return damage(err)
		}
	}
	r.sum.Drain(dst)
	return nil
}

// beginnings are the beginnings in which a text may hold what begins so; what may
// begin in any way has one.
func beginnings(start string) []string {
	if start == "" {
		return []string{""}
	}
	return analysis.Behind(start)
}

// fits says whether a word fits a pattern in which * stands for any letters
// and ? for one. After a failure only the last * can take more letters, so the
// time is at most the product of the lengths.
func fits(word, pattern string) bool {
	w, p := 0, 0
	star, retry := -1, 0
	for w < len(word) {
		r, n := utf8.DecodeRuneInString(word[w:])
		q, m := utf8.DecodeRuneInString(pattern[p:])
		switch {
		case m > 0 && q == '*':
			star, retry = p+m, w
			p += m
		case m > 0 && (q == '?' || q == r):
			w, p = w+n, p+m
		case star >= 0:
			_, n = utf8.DecodeRuneInString(word[retry:])
			retry += n
			w, p = retry, star
		default:
			return false
		}
	}
	return strings.Trim(pattern[p:], "*") == ""
}
