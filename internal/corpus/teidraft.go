package corpus

import "strings"

// leastOfIssue is how many letters beside its articles make an article of what
// is left of an issue.
const leastOfIssue = 400

// give yields the innermost article.
func (t *teiReader) give() {
	u := t.unit()
	t.units = t.units[:len(t.units)-1]
	body := strings.TrimSpace(u.body.String() + "\n" + strings.TrimSpace(u.notes.String()))
	n, _ := letters(body)
	if t.unit() != nil && n == 0 {
		n, _ = letters(u.title.String())
	}
	if n == 0 || len(t.units) == 0 && u.articles > 0 && n < leastOfIssue {
		return
	}
	h := &t.header
	d := draft{title: h.title, author: h.author, source: h.source, published: h.dates, body: body, plain: true, line: 0}
	if len(t.units) > 0 || u.articles > 0 { // one of several
		d.source, d.author = h.title, ""
		if d.title = strings.Join(strings.Fields(u.title.String()), " "); len(t.units) == 0 {
			d.title = h.title
		}
		if byline := strings.Join(strings.Fields(u.byline.String()), " "); len(byline) < 200 {
			d.author = strings.TrimSpace(strings.TrimPrefix(byline, "بقلم"))
		}
		d.section = u.section
	}
	t.origins(&d, len(t.units) > 0 || u.articles > 0)
	if t.given++; len(t.units) > 0 {
		t.note(0, "divisions of a text that are articles (such as type=article), read as articles of their own")
	}
	if t.many || len(t.units) > 0 || u.articles > 0 {
		d.record = t.given
	}
	t.stopped = !t.yield(d, nil)
}

// origins says from where the fields of a text, or of one of several, came.
func (t *teiReader) origins(d *draft, several bool) {
	from := [...]string{"titleStmt/title", "titleStmt/author", "sourceDesc//title"}
	if several {
		from = [...]string{"head", "byline", "titleStmt/title"}
	}
	d.took(roleTitle, d.title, from[0])
	d.took(roleAuthor, d.author, from[1])
	d.took(roleSource, d.source, from[2])
	d.took(roleSection, d.section, "head of the division around")
}
