package web

import (
	"encoding/xml"
	"net/http"
	"net/url"
	"time"

	"github.com/fihris-search/fihris"
)

// Articles as a feed: RSS 2.0 or Atom.

// newsFeed is a list of articles for readers of feeds.
type newsFeed struct {
	Title, Lang, Home, Self string
	items                   []feedItem
}

type feedItem struct {
	id, link, title, text, author string
	tags                          []string
	when                          time.Time // zero for an article without a date
}

// add adds an article: with the time when it was found, if it has none of its own.
func (f *newsFeed) add(link string, a fihris.Article, text string, found time.Time) {
	item := feedItem{id: "urn:fihris:" + url.QueryEscape(a.ID), link: link, title: oneLine(a.Title), text: text, author: oneLine(a.Author), when: a.Published.UTC()}
	if item.author == "" {
		item.author = oneLine(a.Source)
	}
	if item.title == "" {
		item.title = a.ID
	}
	if a.Published.IsZero() {
		item.when = found.UTC()
	}
	for _, t := range append([]string{a.Section}, a.Tags...) {
		if t != "" {
			item.tags = append(item.tags, t)
		}
	}
	f.items = append(f.items, item)
}

// send answers with the feed as RSS 2.0 or Atom (RFC 4287).
func (f *newsFeed) send(w http.ResponseWriter, format string) error {
	var v any = f.rss()
	media := "application/rss+xml"
	if format == asAtom {
		v, media = f.atom(), "application/atom+xml"
	}
	b, err := xml.Marshal(v)
	if err != nil {
		return err
	}
	sendAs(w, media+"; charset=utf-8", append([]byte(xml.Header), b...))
	return nil
}

type rssFeed struct {
	XMLName xml.Name `xml:"rss"`
	Version string   `xml:"version,attr"`
	Atom    string   `xml:"xmlns:atom,attr"`
	Creator string   `xml:"xmlns:dc,attr"`
	Channel struct {
		Title       string   `xml:"title"`
		Link        string   `xml:"link"`
		Description string   `xml:"description"`
		Language    string   `xml:"language"`
		Self        atomLink `xml:"atom:link"`
		Items       []rssItem
	} `xml:"channel"`
}

type rssItem struct {
	XMLName xml.Name `xml:"item"`
	Title   string   `xml:"title"`
	Link    string   `xml:"link"`
	GUID    struct {
		Permanent bool   `xml:"isPermaLink,attr"`
		ID        string `xml:",chardata"`
	} `xml:"guid"`
	PubDate     string   `xml:"pubDate,omitempty"`
	Creator     string   `xml:"dc:creator,omitempty"`
	Categories  []string `xml:"category"`
	Description string   `xml:"description,omitempty"`
}

type atomLink struct {
	Href string `xml:"href,attr"`
	Rel  string `xml:"rel,attr,omitempty"`
	Type string `xml:"type,attr,omitempty"`
}

func (f *newsFeed) rss() rssFeed {
	out := rssFeed{Version: "2.0", Atom: "http://www.w3.org/2005/Atom", Creator: "http://purl.org/dc/elements/1.1/"}
	c := &out.Channel
	c.Title, c.Link, c.Description, c.Language = f.Title, f.Home, f.Title, f.Lang
	c.Self = atomLink{f.Self, "self", "application/rss+xml"}
	for _, i := range f.items {
		item := rssItem{Title: i.title, Link: i.link, Creator: i.author, Categories: i.tags, Description: i.text}
		item.GUID.ID = i.id
		if !i.when.IsZero() {
			item.PubDate = i.when.Format(time.RFC1123Z)
		}
		c.Items = append(c.Items, item)
	}
	return out
}

type atomFeed struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Lang    string      `xml:"xml:lang,attr"`
	ID      string      `xml:"id"`
	Title   string      `xml:"title"`
	Updated string      `xml:"updated"`
	Author  atomPerson  `xml:"author"`
	Links   []atomLink  `xml:"link"`
	Entries []atomEntry `xml:"entry"`
}

type atomEntry struct {
	ID         string      `xml:"id"`
	Title      string      `xml:"title"`
	Updated    string      `xml:"updated"`
	Author     *atomPerson `xml:"author"`
	Link       atomLink    `xml:"link"`
	Categories []atomTerm  `xml:"category"`
	Summary    string      `xml:"summary,omitempty"`
}

type atomPerson struct {
	Name string `xml:"name"`
}

type atomTerm struct {
	Term string `xml:"term,attr"`
}

// atom needs a time everywhere: that of what has none is the beginning of time.
func (f *newsFeed) atom() atomFeed {
	updated := time.Unix(0, 0).UTC()
	out := atomFeed{Lang: f.Lang, ID: f.Self, Title: f.Title, Author: atomPerson{f.Title}, Links: []atomLink{{f.Self, "self", "application/atom+xml"}, {f.Home, "alternate", "text/html"}}}
	for _, i := range f.items {
		when := i.when
		if when.IsZero() {
			when = time.Unix(0, 0).UTC()
		}
		if when.After(updated) {
			updated = when
		}
		e := atomEntry{ID: i.id, Title: i.title, Updated: when.Format(time.RFC3339), Link: atomLink{Href: i.link}, Summary: i.text}
		if i.author != "" {
			e.Author = &atomPerson{i.author}
		}
		for _, t := range i.tags {
			e.Categories = append(e.Categories, atomTerm{t})
		}
		out.Entries = append(out.Entries, e)
	}
	out.Updated = updated.Format(time.RFC3339)
	return out
}
