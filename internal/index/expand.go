package index

import (
	"cmp"
	"context"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/query"
	"github.com/fihris-search/fihris/internal/spell"
)

// maxExpansion is the greatest number of forms that a prefix, a pattern or a
// fuzzy word stands for: the most frequent ones.
const maxExpansion = 1024

// expansions keeps what the words of a view stand for: the searches of a page
// and those of its readers ask for it again and again.
type expansions struct {
	mu sync.Mutex
	of map[expansion]expanded
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
}

// maxExpansions bounds what is kept for one view.
const maxExpansions = 256

// expand lists the exact forms of the index that a prefix, a pattern or a
// fuzzy word stands for.
func (p *plan) expand(n *query.Word) (x expanded, err error) {
	e, key := &p.v.expansions, expansion{n.Text, n.Form, expandField(n.Field), n.Edits}
	e.mu.Lock()
	x, ok := e.of[key]
	e.mu.Unlock()
	if ok {
		return x, nil
	}
	v := p.v.vocabulary(key.field)
	switch n.Form {
	case query.Prefix:
		x.forms = prefixed(p.ctx, v, n.Text).Best(maxExpansion)
	case query.Wildcard:
		x.forms = matching(p.ctx, v, n.Text).Best(maxExpansion)
	default:
		if x, err = similar(p.ctx, v, n.Text, n.Edits); err != nil {
			return x, err
		}
	}
	if err := cmp.Or(p.ctx.Err(), p.v.whole()); err != nil { // it is not all
		return x, err
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.of == nil || len(e.of) >= maxExpansions {
		e.of = map[expansion]expanded{}
	}
	e.of[key] = x
	return x, nil
}

// expandField is where the forms of a word are looked up.
func expandField(f query.Field) string {
	switch f {
	case query.Title:
		return fieldTitle
	case query.Author:
		return fieldAuthor
	}
	return fieldText
}

// prefixed finds the forms that begin with a text, or have it behind the
// article and proclitics.
func prefixed(ctx context.Context, vs spell.Vocabularies, text string) spell.Counts {
	start := analysis.Fold(text)
	if start == "" {
		return spell.Counts{}
	}
	return startingIn(ctx, vs, start, func(_, _ string) bool { return true })
}

// matching finds the forms that fit a pattern of letters, * and ?, also behind
// the article and proclitics.
func matching(ctx context.Context, vs spell.Vocabularies, pattern string) spell.Counts {
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
	return startingIn(ctx, vs, pattern[:n], func(form, start string) bool { return fits(form, start+pattern[n:]) })
}

// startingIn finds the forms that have one of the beginnings in which a text
// may hold what begins so, and are accepted with that beginning. When ctx is
// done it ends early.
func startingIn(ctx context.Context, vs spell.Vocabularies, start string, accept func(form, start string) bool) spell.Counts {
	f := spell.Counts{}
	for _, v := range vs {
		once := map[string]bool{} // a form may have two of the beginnings
		for _, pre := range beginnings(start) {
			n := 0
			for form, docs := range v.Prefix(pre) {
				if n++; n%1024 == 0 && ctx.Err() != nil {
					return f
				}
				if !once[form] && accept(form, pre) {
					once[form] = true
					f[form] += docs
				}
			}
		}
	}
	return f
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
