package web

import "strconv"

// feedLink is a feed with its type, and what it is the news of.
type feedLink struct {
	link
	Type  string
	Title string
}

// newFeeds are a list in both forms, each under the address that href gives it.
func newFeeds(title string, href func(format string) string) []feedLink {
	return []feedLink{
		{link{Text: "RSS", Href: href(asRSS)}, "application/rss+xml", title},
		{link{Text: "Atom", Href: href(asAtom)}, "application/atom+xml", title},
	}
}

// hitsHref is the address of the hits of a state as a file.
func (s state) hitsHref(format string) string {
	s.Page, s.Per, s.Digits, s.AllCopies, s.Explain, s.Unvowelled = 1, 0, "", false, false, false
	if format == asRSS || format == asAtom {
		s.Sort = ""
	}
	return s.hrefWith(pathHits, "format", format)
}

// Files are the hits as files.
func (v resultsView) Files() []link {
	return []link{{Text: "CSV", Href: v.State.hitsHref(asCSV)}, {Text: "JSONL", Href: v.State.hitsHref(asLines)}}
}

// Follow are the hits as feeds.
func (v resultsView) Follow() []feedLink { return newFeeds(v.Title, v.State.hitsHref) }

// Sizes are how many hits a page may have.
func (v resultsView) Sizes() (out []link) {
	for _, n := range pageSizes {
		s := v.State.withPage(1)
		if s.Per = n; n == pageSize {
			s.Per = 0
		} else {
			s.Explain = false
		}
		text := v.L.digits(strconv.Itoa(n))
		out = append(out, link{Text: text, Label: v.L.text("actions.per") + " " + text, Href: s.Home(), Current: n == v.State.perPage()})
	}
	return out
}
