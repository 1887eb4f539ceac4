package page

import (
	"strings"

	"github.com/fihris-search/fihris/internal/pattern"
)

// title returns the title of the article without the name of the site.
func (r *reader) title() string {
	h1 := r.heading()
	candidates := append([]Said{linked(r.headline(h1))}, r.all("og:title", "twitter:title", "headline", "citation_title", "dc.title", "dc:title", "dcterms.title")...)
	candidates = append(candidates, Said{h1, "the heading"})
	for _, s := range r.titles {
		candidates = append(candidates, Said{s, "the title element"})
	}
	for _, n := range candidates {
		c := strings.Join(strings.Fields(n.Text), " ")
		if c == "" || fold(c) == "" || fold(c) == fold(r.site) {
			continue
		}
		c = r.withoutSite(c)
		if cut, ok := strings.CutSuffix(strings.TrimSuffix(c, "…"), "..."); ok || strings.HasSuffix(c, "…") {
			if whole := fold(h1); strings.HasPrefix(whole, fold(cut)) {
				return r.take("title", Said{h1, "the heading"}) // it was cut off
			}
		}
		return r.take("title", Said{c, n.From})
	}
	for _, b := range r.blocks {
		if b.heading > 0 && !b.isMenu() {
			return r.take("title", Said{b.text, "the heading"})
		}
	}
	return ""
}

// headline returns what JSON-LD calls the title: its headline, or its name where
// only that stands on the page. An encyclopedia has a description for headline.
func (r *reader) headline(h1 string) string {
	shown := fold(h1)
	for _, s := range append([]string{r.first("og:title")}, r.titles...) {
		shown += " " + fold(s)
	}
	if strings.Contains(shown, fold(r.ld.headline)) || r.ld.name == "" || !strings.Contains(shown, fold(r.ld.name)) {
		return r.ld.headline
	}
	return r.ld.name
}

// heading returns the heading of the first rank that the title element has in
// it, else the only one there is.
func (r *reader) heading() string {
	var all []string
	for _, b := range r.blocks {
		if b.heading != 1 || b.folded == "" || b.folded == fold(r.site) {
			continue
		}
		if len(r.titles) > 0 && strings.Contains(fold(r.titles[0]), b.folded) {
			return b.text
		}
		all = append(all, b.text)
	}
	if len(all) == 1 {
		return all[0]
	}
	return ""
}

// separator stands between a title and the name of a site.
var separator = pattern.New(`\s*(?:\||»|«|::|›|·|•|—|–)\s*|\s+(?:-|:|/|\\|>)\s+|\s-|-\s|:\s`)

// withoutSite takes the name of the site off a title. That a part of it stands
// by itself on the page shows which is the title; else the name of the site is
// known, or the last part is short.
func (r *reader) withoutSite(s string) string {
	cuts := separator().FindAllStringIndex(s, 10)
	if len(cuts) == 0 {
		return s
	}
	if part := r.standing(s, cuts); part != "" {
		return part
	}
	if r.site != "" {
		if rest, ok := cutName(s, cuts, fold(r.site)); ok {
			return rest
		}
	}
	last := cuts[len(cuts)-1]
	head, tail := s[:last[0]], s[last[1]:]
	if strings.ContainsAny(s[last[0]:last[1]], "|-–—»:") && s[last[0]:last[1]] != ": " && len(strings.Fields(tail)) <= 3 && len(strings.Fields(head)) >= 4 {
		return head
	}
	return s
}

// cutName takes off a first or last part that is the name of the site.
func cutName(s string, cuts [][]int, site string) (string, bool) {
	for _, c := range cuts {
		if fold(s[:c[0]]) == site {
			return s[c[1]:], true
		}
		if fold(s[c[1]:]) == site {
			return s[:c[0]], true
		}
	}
	return s, false
}

// standing returns the longest run of parts that is a line of the page, and
// best a heading of it; "" where there is none.
func (r *reader) standing(s string, cuts [][]int) string {
	starts, ends := []int{0}, []int{}
	for _, c := range cuts {
		starts, ends = append(starts, c[1]), append(ends, c[0])
	}
	ends = append(ends, len(s))
	rank := r.ranks()
	best, bestRank := "", 0
	for i, start := range starts {
		for _, end := range ends[i:] {
			part := fold(s[start:end])
			n := rank[part]
			if part == fold(r.site) && (start > 0 || end < len(s)) {
				continue
			}
			if n > bestRank || n > 0 && n == bestRank && len(part) > len(fold(best)) {
				best, bestRank = s[start:end], n
			}
		}
	}
	return best
}

// ranks says of the lines of a page how likely each is to be the title.
func (r *reader) ranks() map[string]int {
	rank := map[string]int{}
	for _, b := range r.blocks {
		n := 2 // headings that are links too: of the site, or of the article in some themes
		switch {
		case b.heading == 1 && !b.isMenu():
			n = 4
		case b.heading > 0 && !b.isMenu():
			n = 3
		case b.heading == 0 && b.isMenu():
			n = 0
		}
		if b.folded != "" && runes(b.text) <= 300 {
			rank[b.folded] = max(rank[b.folded], n)
		}
	}
	return rank
}
