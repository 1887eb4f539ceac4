package fihris

import (
	"context"
	"time"

	"github.com/fihris-search/fihris/internal/index"
)

// Mention is a date that an article mentions: a day, a week, a month, a year, a decade, a century, or the
// days from one to another (من 3 إلى 5 مارس), as people
// write them, of the sun or of the moon, in digits or in words, or said from the dateline
// ([Article.Published]): أمس, الأسبوع الماضي.
type Mention struct {
	InTitle    bool      // in the title, not in the body
	Start, End int       // where it stands: bytes of Article.Title or Article.Body
	From, To   time.Time // from From up to but not including To, days in UTC
	ISO        string    // ISO 8601: 2011-01-25, 2011-W04, 2011-01, 2011; of what is none of these an interval of days
	Hijri      bool      // of the calendar of the moon, converted: Umm al-Qura, or the civil one for years that it lacks
	Relative   bool      // said from the dateline, or without its year and taken for the nearest
}

// Mentions lists the dates that an article mentions, the title before the body; of one without
// a dateline only those that need none. A query finds articles by them: mentioned:2011-01..2011-02.
func (ix *Index) Mentions(ctx context.Context, a Article) ([]Mention, error) {
	d := index.Document(a)
	found, err := ix.ix.Mentions(ctx, &d)
	if err != nil {
		return nil, wrap("read the dates of an article", err)
	}
	all := make([]Mention, len(found))
	for i, m := range found {
		all[i] = Mention(m)
	}
	return all, nil
}
