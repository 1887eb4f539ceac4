package index

import (
	"github.com/fihris-search/fihris/internal/query"
	"github.com/fihris-search/fihris/internal/suggest"
)

// instead is the suggestion that is searched at once in place of a query: the
// first, where no article holds all words of the query. Other words of a root are
// more than was asked for, and who writes quotes or the
// exact form means what he writes.
func instead(req Request, res *Results) *Suggestion {
	if req.Literal || len(res.Suggestions) == 0 || res.Suggestions[0].Kind == suggest.Root || res.Suggestions[0].Unsure || res.Total > 0 && !res.Relaxed || isVerbatim(req.Query) {
		return nil
	}
	return &res.Suggestions[0]
}

// isVerbatim says whether something of a query is asked for as it is written.
func isVerbatim(root query.Node) (verbatim bool) {
	query.Walk(root, func(n query.Node) bool {
		switch n := n.(type) {
		case *query.Phrase:
			verbatim = true
		case *query.Word:
			verbatim = verbatim || n.Form == query.Exact
		}
		return !verbatim
	})
	return verbatim
}

// searchInstead answers a suggestion in place of a request, if articles hold all of its words; else it
// returns what the query itself found. Of a query as long as a question that is mostly
// so with and without its slip: then the suggestion is answered where no article has
// the words in any form that it puts others in the place of, for those found nothing.
func (o *own) searchInstead(req Request, found *Results, search func(Request) (*Results, error)) (*Results, error) {
	s := instead(req, found)
	if s == nil {
		return found, nil
	}
	req.Query, req.Suggest, req.After, req.near = o.names.Parse(s.Query), false, "", nil
	res, err := search(req)
	if err != nil || res.Total == 0 || res.Relaxed && !s.Lacked {
		return found, err
	}
	res.Suggestions, res.Zero, res.Instead = found.Suggestions, found.Zero, s
	return res, nil
}
