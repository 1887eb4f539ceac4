package corpus

import (
	"iter"
	"strings"

	"github.com/fihris-search/fihris/internal/pattern"
)

// readOpenITI reads a book in OpenITI mARkdown as one article: its head of
// #META# lines, then paragraphs (#), lines that go on (~~) and headings (###),
// without the marks of pages, milestones and names.
func readOpenITI(doc *document) iter.Seq2[draft, error] {
	return func(yield func(draft, error) bool) {
		s, err := doc.readText()
		if err == nil {
			err = checkProse(s)
		}
		if err != nil {
			yield(draft{}, err)
			return
		}
		d := draft{plain: true}
		head, text, ok := strings.Cut(unixLines(s), "#META#Header#End#")
		if !ok {
			head, text = "", head
		}
		openITIHead(head, &d)
		d.body = openITIText(text)
		if d.body == "" {
			yield(draft{}, fault{what: doc.kind.name + ": no text in it", kind: true, next: leaveOut})
			return
		}
		yield(d, nil)
	}
}

// openITIKeys are keys of the head, as the sources of the corpus call them.
var openITIKeys = map[string]role{
	"title": roleTitle, "booktitle": roleTitle, "الكتاب": roleTitle, "اسم الكتاب": roleTitle, "العنوان": roleTitle, "عنوان الكتاب": roleTitle, "bk": roleTitle,
	"author": roleAuthor, "authorname": roleAuthor, "المؤلف": roleAuthor, "اسم المؤلف": roleAuthor, "auth": roleAuthor,
	"bookurl": roleURL, "url": roleURL, "genre": roleSection, "category": roleSection, "التصنيف": roleSection, "القسم": roleSection, "cat": roleSection,
}

var openITIMeta = pattern.New(`^#META#\s*(?:\d+\.)?([^:]{1,60}?)\s*:{1,2}\s*(.*)$`)

func openITIHead(head string, d *draft) {
	for line := range strings.Lines(head) {
		m := openITIMeta().FindStringSubmatch(strings.TrimSpace(line))
		if m == nil {
			continue
		}
		value := strings.TrimSpace(m[2])
		if value == "" || strings.HasPrefix(value, "NO") && strings.ToUpper(value) == value { // NODATA, NOTGIVEN
			continue
		}
		r := openITIKeys[strings.ToLower(strings.TrimSpace(m[1]))]
		set := func(field *string) {
			if *field == "" {
				*field = value
				d.took(r, value, strings.TrimSpace(m[1]))
			}
		}
		switch r {
		case roleTitle:
			set(&d.title)
		case roleAuthor:
			set(&d.author)
		case roleSection:
			set(&d.section)
		case roleURL:
			if isAbsolute(value) {
				set(&d.url)
			}
		}
	}
}

var (
	openITIMark    = pattern.New(`(?:PageV[0-9A-Z]+P[0-9A-Z]+|PageBeg\w*|PageEnd\w*|Milestone\d+|\bms[A-Z]?\d+\b|@[A-Z]{1,8}\d{0,3}@?(?:[+-]\w+)?|%~%|¶|~:[\w-]+:|\[\d+[vr]?\])`)
	openITIHeading = pattern.New(`^###\s*(?:\|[A-Z]+\||[|$=]+)?\s*(?:[$=|]+\s*)*`)
)

func openITIText(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		glue := "\n"
		switch {
		case strings.HasPrefix(line, "~~"):
			line, glue = line[2:], " "
		case strings.HasPrefix(line, "###"):
			line = line[len(openITIHeading().FindString(line)):]
		case strings.HasPrefix(line, "#"):
			line = strings.TrimLeft(line, "#$")
		}
		line = strings.Join(strings.Fields(openITIMark().ReplaceAllString(line, " ")), " ")
		if line == "" {
			continue
		}
		if b.Len() > 0 {
			b.WriteString(glue)
		}
		b.WriteString(line)
	}
	return b.String()
}
