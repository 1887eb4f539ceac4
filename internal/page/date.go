package page

import (
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/fihris-search/fihris/internal/dates"
)

// dateFields are what pages call the day on which an article was published, in
// meta elements and microdata. What says when it was changed is none.
var dateFields = []string{
	"article:published_time", "datepublished", "og:article:published_time", "article:published", "og:published_time", "published_time",
	"dc.date.issued", "dcterms.issued", "dc:date.issued", "dc.date", "dc:date", "dcterms.date", "dcterms.created", "dc.date.created", "dcterms.available",
	"citation_publication_date", "citation_date", "citation_online_date", "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "bt:pubdate",
	"pubdate", "pub_date", "publishdate", "publish_date", "publish-date", "publication_date", "published", "published-date", "date-published",
	"article_date_original", "originalpublicationdate", "article.published", "article.created", "created", "rnews:datepublished", "date", "class published", "datecreated",
}

// published returns the dates of the article as written, the likeliest first:
// as the page says for machines, as its address says, and as it stands beside the
// title.
func (r *reader) published(title string, body []block) (all []Said) {
	for _, s := range r.ld.dates {
		all = append(all, linked(s))
	}
	all = append(all, r.all(dateFields...)...)
	for _, w := range all {
		if d, ok := dates.Parse(w.Text); ok && sensible(d) {
			return all
		}
	}
	if len(r.times) == 1 { // of several, some are those of other articles
		all = append(all, Said{r.times[0], "the time element"})
	}
	for _, a := range []string{r.address, r.links["canonical"], r.first("og:url")} {
		if day := dateInAddress(a); day != "" {
			return append(all, Said{day, "the address"})
		}
	}
	if s := r.beside(title, body); s != "" {
		all = append(all, Said{s, "a line beside the title"})
	}
	return all
}

// sensible tells a day on which a page may have been published: none before
// there was print, or after tomorrow.
func sensible(d dates.Date) bool {
	return d.Exact >= dates.Day && d.Time.Year() > 1800 && d.Time.Before(time.Now().AddDate(0, 0, 2))
}

// dateInAddress returns the day in the path of an address: the year, the month
// and the day, perhaps with the name of a section between.
func dateInAddress(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	parts := strings.FieldsFunc(u.Path, func(r rune) bool { return r == '/' })
	for i, part := range parts {
		if d, ok := dates.Parse(part); ok && len(part) >= 8 && strings.Trim(part, "0123456789-") == "" && sensible(d) && d.Exact == dates.Day {
			return d.Time.Format(time.DateOnly)
		}
		year, err := strconv.Atoi(part)
		if err != nil || len(part) != 4 || year < 1990 {
			continue
		}
		rest := parts[i+1:]
		if len(rest) > 2 && !isNumber(rest[0]) {
			rest = rest[1:]
		}
		if len(rest) < 2 || !isNumber(rest[0]) || !isNumber(rest[1]) {
			continue
		}
		if d, ok := dates.Parse(part + "-" + rest[0] + "-" + rest[1]); ok && sensible(d) {
			return d.Time.Format(time.DateOnly)
		}
	}
	return ""
}

func isNumber(s string) bool { return len(s) <= 2 && s != "" && strings.Trim(s, "0123456789") == "" }

// Lengths and distances by which a line with a date is known.
const (
	maxDateLine = 160 // letters
	linesBefore = 3   // between a date and the title under it
	linesAfter  = 25  // between the title and the text
	leastOfText = 80  // letters of a line with which the text begins
)

// beside returns the date that is written between the title and the text, else
// one that is named as that of publication, else one in the lines above the
// title.
func (r *reader) beside(title string, body []block) string {
	from, to := r.between(title, body)
	for i := from; i < to; i++ {
		if s := dateOf(&r.blocks[i]); s != "" {
			return s
		}
	}
	for i := range r.blocks {
		if b := &r.blocks[i]; !b.isMenu() && namesPublication(b.text) {
			if s := dateOf(b); s != "" {
				return s
			}
		}
	}
	for i := from - 2; i >= max(0, from-1-linesBefore); i-- {
		if b := &r.blocks[i]; !b.isMenu() {
			if s := dateOf(b); s != "" {
				return s
			}
		}
	}
	return ""
}

// between returns the lines between the title and the text, which itself may
// begin with the date.
func (r *reader) between(title string, body []block) (from, to int) {
	starts := map[string]bool{}
	for _, b := range body {
		if b.letters >= leastOfText {
			starts[b.folded] = true
		}
	}
	folded, best := fold(title), 0
	rank := func(b *block) int {
		switch {
		case folded == "" || b.folded != folded && !(strings.Contains(b.folded, folded) && runes(b.text) < 2*runes(title)):
			return 0
		case b.heading > 0 && !b.isMenu():
			return 3
		case !b.isMenu():
			return 2
		}
		return 1
	}
	for i := range r.blocks {
		if starts[r.blocks[i].folded] {
			to = i
			break
		}
		if n := rank(&r.blocks[i]); n > best {
			best, from = n, i+1
		}
	}
	if best == 0 {
		from = max(0, to-linesBefore)
	}
	return from, max(from, min(to, from+linesAfter))
}

// dateOf returns the date in a line that has not much else in it.
func dateOf(b *block) string {
	if runes(b.text) > maxDateLine || strings.ContainsAny(b.text, "©") || strings.Contains(b.text, "حقوق") {
		return ""
	}
	d, start, end, ok := dates.Find(b.text)
	if !ok || !sensible(d) || len(strings.Fields(b.text[:start])) > 8 || len(strings.Fields(b.text[end:])) > 8 || isUpdate(b.text[:start]) {
		return ""
	}
	if same, ok := dates.Parse(b.text[start:end]); ok && same.Time.Equal(d.Time) {
		return b.text[start:end]
	}
	if d.Exact == dates.Moment {
		return d.Time.Format(time.RFC3339)
	}
	return d.Time.Format(time.DateOnly)
}

// isDateLine tells a line that has a date and a few words, of whatever it is.
func isDateLine(b *block) bool {
	d, start, end, ok := dates.Find(b.text)
	return ok && d.Exact >= dates.Day && len(strings.Fields(b.text[:start]))+len(strings.Fields(b.text[end:])) <= 8
}

// isUpdate tells words before a date that say when something was changed.
func isUpdate(s string) bool {
	s = strings.ToLower(s)
	for _, word := range []string{"تحديث", "تعديل", "updated", "modified"} {
		if strings.Contains(s, word) {
			return true
		}
	}
	return false
}

// namesPublication tells a line that says when the article was published.
func namesPublication(s string) bool {
	if runes(s) > maxDateLine {
		return false
	}
	s = strings.ToLower(s)
	for _, word := range []string{"نشر في", "نشرت في", "نشر بتاريخ", "تاريخ النشر", "تاريخ الخبر", "تاريخ الإضافة", "تاريخ الاضافة", "تم النشر", "أضيف في", "اضيف في", "أضيف بتاريخ", "نُشر", "published", "posted on"} {
		if strings.Contains(s, word) {
			return true
		}
	}
	return false
}
