package index

import (
	"context"
	"slices"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/docset"
	"github.com/fihris-search/fihris/internal/query"
	"github.com/fihris-search/fihris/internal/rank"
	"github.com/fihris-search/fihris/internal/suggest"
)

// plan is a query made ready for one view.
type plan struct {
	ctx       context.Context
	work      *work
	v         *view
	analyzer  *analysis.Analyzer
	engine    *rank.Engine
	weights   *Weights
	by        *sorting   // the order by a field; nil for that of scores
	window    []rank.Hit // the hits that the second stage has put in order; nil if it has not
	near      *nearby    // where meaning had its part in that
	suggester *suggest.Suggester
	root      query.Node
	filter    docset.Set // of the request; nil for none
	reads     bool       // bare words are read otherwise too; see read.go
	leaves    map[query.Node]*leaf
	scoring   []rank.Word // what words has made of them

	counting  *rank.Totals // what the ranking is to count, if it is
	isCounted bool         // it has

	order []*leaf             // leaves that score, in the order of the query
	stops []string            // words, as typed, that are read as stop words
	idle  map[query.Node]bool // bare stop words beside content words: they ask for nothing
}

// plan compiles a query; reads says whether its bare words are read otherwise
// than typed too.
func (ix *Index) plan(ctx context.Context, v *view, root query.Node, filter docset.Set, reads bool) (*plan, error) {
	return ix.planWeighed(ctx, v, root, filter, reads, &DefaultWeights)
}

// planWeighed is plan with weights of one's own.
func (ix *Index) planWeighed(ctx context.Context, v *view, root query.Node, filter docset.Set, reads bool, weights *Weights) (*plan, error) {
	p := &plan{
		ctx: ctx, work: newWork(ctx, &ix.opts), v: v, analyzer: ix.analyzer, engine: ix.engine, weights: weights, suggester: ix.suggester, root: root, filter: filter, reads: reads,
		leaves: map[query.Node]*leaf{}, idle: map[query.Node]bool{},
	}
	if err := p.compile(root, 1); err != nil {
		return nil, err
	}
	p.skipStopWords(root)
	for _, n := range query.Leaves(root) {
		if l := p.leaves[n]; l != nil && !p.idle[n] {
			p.order = append(p.order, l)
		}
	}
	return p, nil
}

// compile makes the leaves below a node ready; boost is that of the nodes above.
func (p *plan) compile(n query.Node, boost float64) error {
	if err := p.ctx.Err(); err != nil {
		return err
	}
	times := func(b float64) float64 {
		if b == 0 {
			return boost
		}
		return boost * b
	}
	switch n := n.(type) {
	case *query.Word:
		l, err := p.compileWord(n, times(n.Boost))
		p.leaves[n] = l
		return err
	case *query.Phrase:
		l, err := p.compilePhrase(n, times(n.Boost))
		p.leaves[n] = l
		return err
	case *query.Group:
		if err := p.compileAll(n.Must, times(n.Boost)); err != nil {
			return err
		}
		if err := p.compileExcluded(n.Not, times(n.Boost)); err != nil {
			return err
		}
		for _, run := range runs(n.Any) {
			if err := p.compileSide(run, times(n.Boost)); err != nil {
				return err
			}
		}
	case *query.And:
		return p.compileAll(n.Nodes, times(n.Boost))
	case *query.Or:
		return p.compileAll(n.Nodes, times(n.Boost))
	}
	return nil
}

// compileSide makes nodes ready that stand side by side.
func (p *plan) compileSide(run []query.Node, boost float64) error {
	if len(run) == 1 {
		return p.compile(run[0], boost)
	}
	words := make([]*query.Word, len(run))
	for i, n := range run {
		words[i] = n.(*query.Word)
	}
	if words[0].Boost != 0 {
		boost *= words[0].Boost
	}
	return p.compileRun(words, boost)
}

// compileExcluded makes nodes ready that no hit may hold: they mean what they say.
func (p *plan) compileExcluded(nodes []query.Node, boost float64) error {
	reads := p.reads
	p.reads = false
	defer func() { p.reads = reads }()
	return p.compileAll(nodes, boost)
}

func (p *plan) compileAll(nodes []query.Node, boost float64) error {
	for _, n := range nodes {
		if err := p.compile(n, boost); err != nil {
			return err
		}
	}
	return nil
}

// skipStopWords finds the bare stop words that stand beside something that
// can be asked for. A query of stop words only still asks for them.
func (p *plan) skipStopWords(n query.Node) {
	query.Walk(n, func(n query.Node) bool {
		g, ok := n.(*query.Group)
		if !ok {
			return true
		}
		content := len(g.Must) > 0
		for _, c := range g.Any {
			content = content || !p.isStop(c)
		}
		for _, c := range g.Any {
			if content && p.isStop(c) {
				p.idle[c] = true
			}
		}
		return true
	})
}

// isStop says whether a node is a bare word without content: a stop word, or
// punctuation in which the analyzer finds no word at all.
func (p *plan) isStop(n query.Node) bool {
	w, ok := n.(*query.Word)
	if !ok || w.Form == query.Exact || w.Field == query.Author {
		return false
	}
	l := p.leaves[n]
	return l.stop || len(l.tokens) == 0
}

// words lists what scores: the words of the query in order, one that is
// repeated once, with as much more weight.
func (p *plan) words() []rank.Word {
	if p.scoring != nil {
		return p.scoring
	}
	var out []rank.Word
	for _, l := range p.order {
		for _, w := range l.words {
			if w.Boost == 0 {
				w.Boost = 1
			}
			if i := slices.IndexFunc(out, func(o rank.Word) bool { return o.SameAs(&w) }); i >= 0 {
				out[i].Boost += w.Boost
			} else {
				out = append(out, w)
			}
		}
	}
	p.scoring = out
	return out
}

// holdingWord is the set of articles that hold a word as asked for. What scores is
// in the engine's cache, or will be; of another word the lists that are enough are read.
func (p *plan) holdingWord(l *leaf, w *rank.Word) (docset.Set, error) {
	if len(w.Parts) == 0 {
		return p.v.empty(), nil
	}
	if !slices.Contains(p.order, l) && !slices.ContainsFunc(w.Parts, func(part rank.Part) bool { return part.List != nil }) {
		out, err := p.v.holding(p.ctx, w.Parts[0].Field, w.Parts[0].Terms...)
		for i := 1; i < len(w.Parts) && err == nil; i++ {
			if part := &w.Parts[i]; part.Suffices {
				var s docset.Set
				if s, err = p.v.holding(p.ctx, part.Field, part.Terms...); err == nil {
					out = out.Or(s)
				}
			}
		}
		return out, err
	}
	return p.engine.Holds(p.ctx, p.v.rank, *w)
}

// touchingWord is the set of articles that hold a word in any of its parts.
func (p *plan) touchingWord(w *rank.Word) (docset.Set, error) {
	return p.engine.Touches(p.ctx, p.v.rank, *w)
}

// strict is the set of articles that a node asks for: those that hold each of
// its words, at the level of the word.
func (p *plan) strict(n query.Node) (docset.Set, error) {
	if err := p.ctx.Err(); err != nil {
		return nil, err
	}
	switch n := n.(type) {
	case *query.Word, *query.Phrase:
		l := p.leaves[n]
		if len(l.words) == 0 {
			return p.v.empty(), nil
		}
		var out docset.Set
		for i := range l.words {
			s, err := p.holdingWord(l, &l.words[i])
			if err != nil {
				return nil, err
			}
			out = docset.Both(out, s)
		}
		return out, nil
	case *query.Group:
		return p.groupSet(n, true)
	case *query.And:
		return p.all(n.Nodes)
	case *query.Or:
		return p.any(n.Nodes, p.strict)
	case *query.Dates:
		return p.v.published(p.ctx, n.From, n.To)
	case *query.Value:
		return p.v.valued(p.ctx, n)
	case *query.Mentioned:
		return p.v.mentioning(p.ctx, n.From, n.To)
	case query.All:
		return p.v.all(), nil
	}
	return p.v.empty(), nil
}

// loose is the set of articles that may be hits of a node: those that hold
// any of its bare words at any level, and whatever is required.
func (p *plan) loose(n query.Node) (docset.Set, error) {
	if err := p.ctx.Err(); err != nil {
		return nil, err
	}
	switch n := n.(type) {
	case *query.Word:
		l := p.leaves[n]
		sets := make([]docset.Set, len(l.words))
		for i := range l.words {
			s, err := p.touchingWord(&l.words[i])
			if err != nil {
				return nil, err
			}
			sets[i] = s
		}
		return docset.Union(len(p.v.segs), sets...), nil
	case *query.Group:
		return p.groupSet(n, false)
	case *query.Or:
		return p.any(n.Nodes, p.loose)
	}
	return p.strict(n)
}

// groupSet is the set of a group: with every bare word, or with any.
func (p *plan) groupSet(g *query.Group, strict bool) (docset.Set, error) {
	var out docset.Set
	required := false
	for _, n := range g.Must {
		s, err := p.strict(n)
		if err != nil {
			return nil, err
		}
		out = docset.Both(out, s)
		required = required || !query.IsFilter(n)
	}
	var content []query.Node
	for _, n := range g.Any {
		if !p.idle[n] {
			content = append(content, n)
		}
	}
	if len(content) > 0 && (strict || !required) {
		var s docset.Set
		var err error
		if strict {
			s, err = p.all(content)
		} else {
			s, err = p.any(content, p.loose)
		}
		if err != nil {
			return nil, err
		}
		out = docset.Both(out, s)
	}
	if out == nil {
		out = p.v.all()
	}
	for _, n := range g.Not {
		s, err := p.strict(n)
		if err != nil {
			return nil, err
		}
		out = out.Not(s)
	}
	return out, nil
}

func (p *plan) all(nodes []query.Node) (docset.Set, error) {
	var out docset.Set
	for _, n := range nodes {
		s, err := p.strict(n)
		if err != nil {
			return nil, err
		}
		out = docset.Both(out, s)
	}
	if out == nil {
		out = p.v.all()
	}
	return out, nil
}

func (p *plan) any(nodes []query.Node, set func(query.Node) (docset.Set, error)) (docset.Set, error) {
	sets := make([]docset.Set, len(nodes))
	for i, n := range nodes {
		s, err := set(n)
		if err != nil {
			return nil, err
		}
		sets[i] = s
	}
	return docset.Union(len(p.v.segs), sets...), nil
}

// plain says whether every article that holds a scoring word may be a hit:
// then the ranking needs no set of candidates.
func plain(n query.Node) bool {
	switch n := n.(type) {
	case *query.Word:
		return true
	case *query.Phrase:
		return n.Field != query.Author
	case *query.Group:
		return len(n.Must)+len(n.Not) == 0 && plainAll(n.Any)
	case *query.Or:
		return plainAll(n.Nodes)
	}
	return false
}

func plainAll(nodes []query.Node) bool {
	for _, n := range nodes {
		if !plain(n) {
			return false
		}
	}
	return len(nodes) > 0
}
