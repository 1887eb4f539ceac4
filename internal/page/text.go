package page

import (
	"net/url"
	"strings"

	"codeberg.org/readeck/go-readability/v2"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/fihris-search/fihris/internal/markup"
	"github.com/fihris-search/fihris/internal/pattern"
)

// Letters by which texts are told from what is none.
const (
	leastText   = 25  // of an article
	shortText   = 400 // below it other signs are asked: a field for a password, words of an error
	leastLine   = 40  // of a line that is taken for text where nothing else was found
	leastProse  = 800 // in sentences, of an article with many links
	leastTeaser = 5   // teasers with a link each that make a list
	teaserText  = 300 // letters of a teaser on average, at most
)

// body returns the lines of the article, and whether they were found by their
// looks.
func (r *reader) body(doc *html.Node, title string) (text []block, guessed bool, err error) {
	found := r.extract(doc)
	if len(found) == 0 {
		found = r.longLines()
	}
	text = trimmed(found, title)
	letters, _ := count(text)
	whole := lines(markup.Clean(r.ld.body))
	if n, _ := count(whole); n >= leastText && 2*n >= letters {
		return whole, false, nil
	}
	switch {
	case letters < shortText && r.password:
		return nil, false, ErrLogin
	case letters < shortText && isInterposed(r.titles, r.blocks):
		return nil, false, ErrLogin
	case letters < shortText && isError(r.titles):
		return nil, false, ErrError
	case letters < leastText && r.frames:
		return nil, false, ErrFrames
	case letters < leastText:
		if all, linked := count(r.blocks); linked > all/2 && linked > leastText*4 {
			return nil, false, ErrList
		}
		return nil, false, ErrNoText
	case r.isList(found):
		return nil, false, ErrList
	}
	return text, true, nil
}

// extract finds the text of the page by go-readability, which changes doc.
func (r *reader) extract(doc *html.Node) (blocks []block) {
	address, err := url.Parse(r.address)
	if err != nil || address.Host == "" {
		address = &url.URL{Scheme: "http", Host: "localhost", Path: "/"}
	}
	p := readability.NewParser()
	p.DisableJSONLD = true
	a, err := p.ParseAndMutate(doc, address)
	if err != nil || a.Node == nil {
		return nil
	}
	return blocksOf(a.Node)
}

// longLines returns the lines of a page that are no menu and long enough to be
// read.
func (r *reader) longLines() (text []block) {
	for _, b := range r.blocks {
		if !b.isMenu() && !b.aside && b.letters >= leastLine {
			text = append(text, b)
		}
	}
	return text
}

// linesOfHead is how many short lines may stand before a text: the section, the
// title again, the date, the minutes that it takes to read.
const linesOfHead = 8

// trimmed takes off a text what stands at its head and its foot: the title with
// what is before it, the date; and behind the last sentence all from the first
// link on. Menus within it go too.
func trimmed(text []block, title string) []block {
	text = withoutMenus(text)
	folded := fold(title)
	start := 0
	for i := range min(len(text), linesOfHead) {
		b := &text[i]
		if b.folded == folded && folded != "" {
			start = i + 1
		} else if b.letters >= leastLine {
			break
		}
	}
	text = text[start:]
	for len(text) > 1 && text[0].letters < leastLine && isDateLine(&text[0]) {
		text = text[1:]
	}
	end := len(text)
	for end > 0 && (text[end-1].isMenu() || text[end-1].letters < leastLine && !endsSentence(text[end-1].text)) {
		end--
	}
	for i := end; i < len(text); i++ {
		if text[i].isMenu() {
			return text[:i]
		}
	}
	return text
}

func endsSentence(s string) bool {
	return strings.HasSuffix(s, ".") || strings.HasSuffix(s, "!") || strings.HasSuffix(s, "؟") || strings.HasSuffix(s, "?") || strings.HasSuffix(s, "»") || strings.HasSuffix(s, "\"")
}

// menuLines is how many lines of links, one after the other, are a menu.
const menuLines = 3

var seeAlso = pattern.New(`^[\s*•\-–|:]*(?:[اإ]قر[أا]\s*[أاإ]يض[اًا]*|شاهد\s*[أا]يض[اًا]*|مواضيع (?:ذات صلة|متعلقة)|موضوعات ذات صلة|[أا]خبار ذات صلة|للمزيد|read also|related)`)

// withoutMenus leaves out lines of links that follow one another, and such as
// lead to other articles.
func withoutMenus(text []block) []block {
	var out []block
	for i := 0; i < len(text); {
		end := i
		for end < len(text) && text[end].isMenu() {
			end++
		}
		if end-i < menuLines {
			for ; i < end; i++ {
				if !seeAlso().MatchString(text[i].text) {
					out = append(out, text[i])
				}
			}
		}
		if i = end; i < len(text) {
			out = append(out, text[i])
			i++
		}
	}
	return out
}

// isList tells a page that shows other articles: most of its text is links, or
// it is teasers, a link each, and nothing says that it is an article.
func (r *reader) isList(text []block) bool {
	letters, linked := count(text)
	prose := 0
	for _, b := range text {
		if !b.isMenu() && b.letters >= leastOfText {
			prose += b.letters
		}
	}
	if 2*linked > letters && (prose < leastProse || 4*prose < letters) {
		return true
	}
	if r.ld.found && !r.ld.list || r.first("og:type") == "article" || len(r.meta["article:published_time"]) > 0 || len(r.meta["datepublished"]) == 1 {
		return false
	}
	teasers := 0
	for _, b := range text {
		if b.isMenu() && len(strings.Fields(b.text)) >= 3 {
			teasers++
		}
	}
	return teasers >= leastTeaser && letters-linked < teaserText*teasers || r.ld.list && teasers >= leastTeaser
}

var (
	interposed = pattern.New(`(?i)تسجيل الدخول|^(?:login|log in|sign in)\b|just a moment|attention required|checking your browser|access denied|are you (?:a )?human|captcha|verify you are`)
	missing    = pattern.New(`(?i)\b(?:404|403|500|502|503)\b|not found|الصفحة غير موجودة|لم يتم العثور|غير متوفرة|page not found|خطأ في`)
)

// isInterposed tells a page that stands before an article: to log in, or to
// show that one is human.
func isInterposed(titles []string, blocks []block) bool {
	for _, t := range titles {
		if interposed().MatchString(t) {
			return true
		}
	}
	for i := range min(len(blocks), 5) {
		if blocks[i].heading > 0 && interposed().MatchString(blocks[i].text) {
			return true
		}
	}
	return false
}

// isError tells a page that a server sends in place of one that it has not.
func isError(titles []string) bool {
	for _, t := range titles {
		if missing().MatchString(t) {
			return true
		}
	}
	return false
}

// readPlain reads a page that has too many elements, or too many in one another,
// for a search: all its text, and the title of its head.
func readPlain(text, address string) (Page, error) {
	p := Page{URL: address, Plain: true}
	w, skip, depth := blocker{}, atom.Atom(0), 0
	z := html.NewTokenizer(strings.NewReader(text))
	for kind := z.Next(); kind != html.ErrorToken; kind = z.Next() {
		name, _ := z.TagName()
		a := atom.Lookup(name)
		switch {
		case kind == html.TextToken && skip == 0:
			w.text(&html.Node{Data: html.UnescapeString(string(z.Text()))})
		case kind == html.StartTagToken && skip == 0 && markup.IsDropped(a):
			skip, depth = a, 1
		case kind == html.StartTagToken && a == skip:
			depth++
		case kind == html.EndTagToken && a == skip && skip != 0:
			if depth--; depth == 0 {
				skip = 0
			}
		case skip == 0 && (markup.IsBlock(a) || a == atom.Br):
			w.flush()
			if a == atom.Title && kind == html.EndTagToken && p.Title == "" && len(w.blocks) > 0 {
				p.Title = w.blocks[len(w.blocks)-1].text
			}
		case skip == 0:
			w.cell(a)
		}
	}
	w.flush()
	body := trimmed(w.blocks, p.Title)
	if letters, _ := count(body); letters < leastText {
		return Page{}, ErrNoText
	}
	p.Body = joined(body)
	return p, nil
}
