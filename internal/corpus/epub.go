package corpus

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"net/url"
	"path"
	"slices"
	"strings"

	"github.com/fihris-search/fihris/internal/charset"
	"github.com/fihris-search/fihris/internal/markup"
	"github.com/fihris-search/fihris/internal/pattern"
)

// maxChapter is how many bytes a chapter may have, and the files that list them.
const maxChapter = 16 << 20

// readEPUB reads a book: a chapter an article, the book as its source. Covers,
// title pages and tables of contents are no chapters.
func readEPUB(doc *document) iter.Seq2[draft, error] {
	return func(yield func(draft, error) bool) {
		b, err := openBook(doc.input)
		if err != nil {
			yield(draft{}, err)
			return
		}
		number := 0
		var first *chapter // held back until it is known whether it is the only one
		for c, err := range b.texts(doc) {
			switch number++; {
			case number == 1 && err == nil:
				first = &c
				continue
			case first != nil:
				if !yield(b.draft(*first, 1), nil) {
					return
				}
				first = nil
			}
			if !yield(b.draft(c, number), err) {
				return
			}
		}
		if first != nil {
			yield(b.only(*first), nil)
		}
	}
}

// texts yields the chapters that have a text.
func (b *book) texts(doc *document) iter.Seq2[chapter, error] {
	return func(yield func(chapter, error) bool) {
		titles := b.contents()
		for _, name := range b.chapters {
			c, err := b.chapter(name, titles[name])
			if errors.Is(err, errEmpty) {
				doc.note(0, "pages of a book without a text of their own (cover, title page, contents), left out")
				continue
			}
			if !yield(c, err) {
				return
			}
		}
	}
}

// only makes a draft of the only chapter: it is the book.
func (b *book) only(c chapter) draft {
	d := b.draft(c, 1)
	d.record = 0
	if b.title != "" {
		d.title, d.body = b.title, withoutTitle(c.whole, b.title)
		d.took(roleTitle, d.title, "dc:title")
	}
	return d
}

// book is what its package says of it.
type book struct {
	in        *input
	title     string
	author    string
	publisher string
	date      string
	tags      []string
	names     []string // of itself, of its authors and publisher, and its date
	chapters  []string // names of files, in the order of reading
	lists     []string // of contents
}

// openBook reads the package of a book.
func openBook(in *input) (*book, error) {
	container, err := bookXML(in, "META-INF/container.xml")
	if err != nil {
		return nil, err
	}
	root := container.find("rootfile").attr("full-path")
	opf, err := bookXML(in, root)
	if err != nil {
		return nil, err
	}
	b := &book{in: in}
	b.describe(opf.find("metadata"))
	b.list(opf, path.Dir(root))
	if len(b.chapters) == 0 {
		return nil, notBook("it lists no chapters")
	}
	return b, nil
}

func notBook(why string) error {
	return fault{what: "a book (EPUB) that cannot be read", detail: why, next: "look whether it was copied whole; ebook-convert FILE NEW.epub may mend it"}
}

// bookXML reads one of the files that list others.
func bookXML(in *input, name string) (*node, error) {
	raw, err := bookFile(in, name)
	if err != nil {
		return nil, err
	}
	n, err := parseXML([]byte(raw))
	if err != nil && len(n.inside) == 0 {
		return nil, notBook(name + ": " + err.Error())
	}
	return n, nil
}

// bookFile reads a file of a book as text.
func bookFile(in *input, name string) (string, error) {
	r, err := in.part(name)
	if err != nil {
		return "", err
	}
	if r == nil {
		return "", fault{what: "a part of a book (EPUB) that is not in it", detail: fmt.Sprintf("%.100q", name), next: "look whether it was copied whole"}
	}
	defer r.Close()
	raw, err := io.ReadAll(io.LimitReader(r, maxChapter+1))
	if err != nil {
		return "", damaged(err)
	}
	if len(raw) > maxChapter {
		return "", fault{what: "a chapter longer than 16 MB", next: "split it"}
	}
	t, err := charset.Decode(raw, xmlEncoding(raw))
	if err != nil {
		return "", fault{what: "a chapter that is no text", detail: "locked by a seller (DRM), perhaps", next: "take another copy of the book"}
	}
	return t.Text, nil
}

var encodingName = pattern.New(`^\s*<\?xml[^>]{0,200}encoding\s*=\s*["']([\w.:-]+)["']`)

// xmlEncoding returns the encoding that XML declares, or "".
func xmlEncoding(b []byte) string {
	if m := encodingName().FindSubmatch(b[:min(len(b), 400)]); m != nil {
		return string(m[1])
	}
	return ""
}

// every calls f with the elements of a local name under a node.
func (n *node) every(name string, f func(*node)) {
	if n == nil {
		return
	}
	for _, c := range n.inside {
		if c.name == name {
			f(c)
		}
		c.every(name, f)
	}
}

// line returns the text of an element in one line.
func (n *node) line() string { return strings.Join(strings.Fields(n.all()), " ") }

// describe reads what is known of the book.
func (b *book) describe(meta *node) {
	b.title, b.publisher, b.date = meta.find("title").line(), meta.find("publisher").line(), meta.find("date").line()
	var authors []string
	meta.every("creator", func(n *node) {
		if name := n.line(); name != "" && !slices.Contains(authors, name) {
			authors = append(authors, name)
		}
	})
	b.author = strings.Join(authors, ", ")
	b.names = append(authors, b.title, b.publisher, b.date)
	meta.every("subject", func(n *node) { b.tags = append(b.tags, splitTags(n.line())...) })
}

// list reads which files are chapters, and which list them.
func (b *book) list(opf *node, dir string) {
	files := map[string]string{}
	opf.find("manifest").every("item", func(n *node) {
		name := bookPath(dir, n.attr("href"))
		switch {
		case strings.Contains(" "+n.attr("properties")+" ", " nav "), n.attr("media-type") == "application/x-dtbncx+xml":
			b.lists = append(b.lists, name)
		case strings.Contains(n.attr("media-type"), "html"):
			files[n.attr("id")] = name
		}
	})
	opf.find("spine").every("itemref", func(n *node) {
		if name := files[n.attr("idref")]; name != "" && !slices.Contains(b.chapters, name) {
			b.chapters = append(b.chapters, name)
		}
	})
}

// bookPath returns the name of a file that another one in a folder names.
func bookPath(dir, href string) string {
	href, _, _ = strings.Cut(href, "#")
	if plain, err := url.PathUnescape(href); err == nil {
		href = plain
	}
	return strings.TrimPrefix(path.Join("/", dir, href), "/")
}

// contents returns what the tables of contents call the files. Those that
// cannot be read are passed over: the chapters name themselves.
func (b *book) contents() map[string]string {
	titles := map[string]string{}
	name := func(list, href, title string) {
		if file := bookPath(path.Dir(list), href); titles[file] == "" {
			titles[file] = title
		}
	}
	for _, list := range b.lists {
		n, err := bookXML(b.in, list)
		if err != nil {
			continue
		}
		n.every("navPoint", func(p *node) { name(list, p.find("content").attr("src"), p.find("text").line()) })
		n.every("a", func(a *node) { name(list, a.attr("href"), a.line()) })
	}
	return titles
}

// chapter is one article of a book.
type chapter struct {
	title, body string
	whole       string // with the title, if it begins with that
}

var (
	headings   = pattern.New(`(?is)<h([1-3])\b[^>]*>(.*?)</h[1-3]\s*>`)
	beforeBody = pattern.New(`(?is)\A.*?<body\b[^>]*>`)
	links      = pattern.New(`(?is)<a\b[^>]*\bhref\b[^>]*>(.*?)</a\s*>`)
)

// chapter reads a file of a book, which errEmpty says is none.
func (b *book) chapter(name, title string) (chapter, error) {
	s, err := bookFile(b.in, name)
	if err != nil {
		return chapter{title: title}, err
	}
	front := frontPage().MatchString(s)
	s = beforeBody().ReplaceAllString(s, "")
	whole := markup.Text(s)
	if title == "" {
		if m := headings().FindStringSubmatch(s); m != nil {
			title = strings.Join(strings.Fields(markup.Text(m[2])), " ")
		}
	}
	body := withoutTitle(whole, title)
	all, _ := letters(body)
	linked := 0
	for _, m := range links().FindAllStringSubmatch(s, -1) {
		n, _ := letters(markup.Text(m[1]))
		linked += n
	}
	if all == 0 || 2*linked > all || front && all < frontLetters || b.isTitlePage(body) {
		return chapter{}, errEmpty
	}
	return chapter{title, body, whole}, nil
}

// frontPage is what a page calls itself that has no text, and frontLetters how
// long it is at most: a whole book may lie in one file, with its title page.
const frontLetters = 1000

var frontPage = pattern.New(`(?i)<(?:body|section|div|nav)\b[^>]{0,300}epub:type\s*=\s*["'][^"'>]{0,100}\b(?:titlepage|halftitlepage|cover|toc|landmarks)\b`)

// isTitlePage tells a text that only names the book.
func (b *book) isTitlePage(body string) bool {
	for line := range strings.Lines(body) {
		if line = strings.Join(strings.Fields(line), " "); line != "" && !slices.Contains(b.names, line) {
			return false
		}
	}
	return true
}

// withoutTitle takes the title off a text that begins with it.
func withoutTitle(body, title string) string {
	first, rest, _ := strings.Cut(strings.TrimSpace(body), "\n")
	if title != "" && strings.Join(strings.Fields(first), " ") == title {
		return strings.TrimSpace(rest)
	}
	return body
}

// draft makes a draft of a chapter. One without a title has that of the book,
// with its number where there are more.
func (b *book) draft(c chapter, number int) draft {
	d := draft{
		title: c.title, body: c.body, plain: true, author: b.author, source: b.title, tags: b.tags, record: number,
	}
	if b.date != "" {
		d.published = []written{{b.date, "dc:date"}}
	}
	d.took(roleTitle, d.title, "the heading of the chapter")
	d.took(roleAuthor, d.author, "dc:creator")
	d.took(roleSource, d.source, "the title of the book")
	d.took(roleTags, strings.Join(d.tags, ""), "dc:subject")
	switch {
	case d.title == "" && number == 1:
		d.title = b.title
	case d.title == "":
		d.title = strings.TrimSpace(fmt.Sprintf("%s (%d)", b.title, number))
	}
	return d
}
